package dev.torc.gateway;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** What a class logs while this is open, with the level before each message. */
final class LogRecords extends Handler implements AutoCloseable {
  private final Logger logger;
  private final Collection<String> lines = new ConcurrentLinkedQueue<>();

  private LogRecords(Logger logger) {
    this.logger = logger;
  }

  static LogRecords of(Class<?> type) {
    Logger logger = Logger.getLogger(type.getName());
    LogRecords records = new LogRecords(logger);
    logger.addHandler(records);
    return records;
  }

  List<String> lines() {
    return List.copyOf(lines);
  }

  @Override
  public void publish(LogRecord event) {
    lines.add(event.getLevel() + " " + new SimpleFormatter().formatMessage(event));
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    logger.removeHandler(this);
  }
}
