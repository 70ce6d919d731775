package dev.torc.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import org.slf4j.LoggerFactory;

/**
 * Log lines on standard error. Set up in code: reading a configuration file would cost a third of
 * the start-up.
 */
final class Logging {

  /** How lines look. */
  enum Format {
    /** For people. */
    TEXT {
      @Override
      Encoder<ILoggingEvent> encoder() {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setPattern("%d{HH:mm:ss.SSS} %-5level %logger{0} - %msg%n");
        return encoder;
      }
    },
    /** For programs. */
    JSON {
      @Override
      Encoder<ILoggingEvent> encoder() {
        return new JsonLines();
      }
    };

    abstract Encoder<ILoggingEvent> encoder();
  }

  private Logging() {}

  /** Starts it with lines for people. */
  static void start(boolean verbose) {
    start(verbose, Format.TEXT);
  }

  /**
   * Starts it: warnings of everything, what Torc says, and with {@code verbose} its debug messages.
   */
  static void start(boolean verbose, Format format) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    Encoder<ILoggingEvent> encoder = format.encoder();
    encoder.setContext(context);
    encoder.start();
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setContext(context);
    appender.setTarget("System.err");
    appender.setEncoder(encoder);
    appender.start();
    Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.WARN);
    root.addAppender(appender);
    context.getLogger("dev.torc").setLevel(verbose ? Level.DEBUG : Level.INFO);
  }
}
