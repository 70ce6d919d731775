package dev.torc.config;

import java.text.MessageFormat;
import java.util.List;
import java.util.ResourceBundle;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Keeps what Torc logs, so that tests see it. */
public final class RecordingLoggerFinder extends System.LoggerFinder {
  private static final List<Event> EVENTS = new CopyOnWriteArrayList<>();

  /** Something that was logged, but for debugging. */
  record Event(System.Logger.Level level, String message) {}

  /** For the service loader. */
  public RecordingLoggerFinder() {}

  /** What was logged since the last {@link #clear}. */
  static List<Event> events() {
    return List.copyOf(EVENTS);
  }

  static void clear() {
    EVENTS.clear();
  }

  @Override
  public System.Logger getLogger(String name, Module module) {
    return new RecordingLogger(name);
  }

  private record RecordingLogger(String name) implements System.Logger {

    @Override
    public String getName() {
      return name;
    }

    @Override
    public boolean isLoggable(Level level) {
      return level.compareTo(Level.INFO) >= 0 && name.startsWith("dev.torc");
    }

    @Override
    public void log(
        Level level,
        @Nullable ResourceBundle bundle,
        @Nullable String message,
        @Nullable Throwable thrown) {
      keep(level, String.valueOf(message));
    }

    @Override
    public void log(
        Level level,
        @Nullable ResourceBundle bundle,
        @Nullable String format,
        @Nullable Object... parameters) {
      keep(
          level,
          parameters == null || parameters.length == 0
              ? String.valueOf(format)
              : MessageFormat.format(String.valueOf(format), parameters));
    }

    private void keep(Level level, String message) {
      if (isLoggable(level)) {
        EVENTS.add(new Event(level, message));
      }
    }
  }
}
