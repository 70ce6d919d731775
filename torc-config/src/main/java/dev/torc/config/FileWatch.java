package dev.torc.config;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A configuration file that is looked at again and again.
 *
 * <p>It is read as a whole every time, by its name: an edit in place, a file moved over it and a
 * symbolic link that changes, as those of a ConfigMap do, are all the same. A change counts when
 * two looks, one after the other, find the same: what an editor has written by half is not applied
 * even if it happens to be valid. A file that cannot be used, or that is gone, or that the consumer
 * refuses, leaves the last good configuration in force; its problems are logged as a warning, each
 * with file, line and column, and told once. When the file is good again, that is told too.
 *
 * <p>A consumer refuses a configuration by an exception that is not an error:
 *
 * <ul>
 *   <li>{@link FieldErrors}, with paths from the whole record, are reported each where the file has
 *       what it is about; a value that the file does not have, at the nearest that would contain it
 *   <li>the problems of a {@link ConfigurationException}, such as of another file, are told as they
 *       are
 *   <li>the lines of any other message are problems of the file without a position
 * </ul>
 *
 * <p>What was refused is not offered again until the file says something else. Configurations are
 * compared by {@link Object#equals}: an edit that changes no value, such as of a comment, is not
 * told.
 *
 * <p>Safe for use by any number of threads. A look costs the reading of the file.
 *
 * @param <T> the record that the file is loaded into
 */
public final class FileWatch<T extends Record> implements AutoCloseable {

  /** From one look to the next, if not set otherwise. */
  public static final Duration DEFAULT_INTERVAL = Duration.ofMillis(250);

  private static final System.Logger LOG = System.getLogger(FileWatch.class.getName());

  private final Path file;
  private final Class<T> type;
  private final Listener listener;
  private final Schedule schedule;
  private final Subscription<T> subscription = new Subscription<>();

  /** In force; {@code null} before the start. */
  private @Nullable T config;

  private Look previous = Look.NONE;

  /** The last that was found twice, and with it, whether its configuration is in force. */
  private Look settled = Look.NONE;

  private boolean good = true;

  /** Hears of what a file is worth, besides the log. Called by the thread that looks. */
  public interface Listener {

    /** Hears nothing. */
    Listener NONE = new Listener() {};

    /** The file cannot be used as it is now; what was in force stays. */
    default void problems(ConfigurationException problems) {}

    /** The file can be used again after {@link #problems}, and is in force. */
    default void recovered() {}
  }

  /** What one look found. */
  private record Look(String text, List<Problem> problems) {
    static final Look NONE = new Look("", List.of());

    static Look at(Path file) {
      try {
        return new Look(Configuration.read(file), List.of());
      } catch (ConfigurationException e) {
        return new Look("", e.problems());
      }
    }

    <T extends Record> Document<T> document(Path file, Class<T> type) {
      if (!problems.isEmpty()) {
        throw new ConfigurationException(problems);
      }
      return Document.parse(text, file.toString(), type, SourceText.MAX_SIZE);
    }
  }

  private FileWatch(Path file, Class<T> type, Listener listener, Schedule schedule) {
    this.file = file;
    this.type = type;
    this.listener = listener;
    this.schedule = schedule;
  }

  /**
   * Starts to build a watch of a file.
   *
   * @param file YAML or JSON; its path is also its name in messages
   * @param type as {@link Configuration} loads it
   */
  public static <T extends Record> Builder<T> builder(Path file, Class<T> type) {
    return new Builder<>(file, type);
  }

  /** What a watch is made of. Not safe for use by several threads. */
  public static final class Builder<T extends Record> {
    private final Path file;
    private final Class<T> type;
    private Duration interval = DEFAULT_INTERVAL;
    private Listener listener = Listener.NONE;
    private @Nullable ScheduledExecutorService scheduler;

    private Builder(Path file, Class<T> type) {
      this.file = file;
      this.type = type;
    }

    /**
     * Sets the time from one look to the next.
     *
     * @throws IllegalArgumentException if it is not above 0
     */
    public Builder<T> interval(Duration time) {
      if (time.isNegative() || time.isZero()) {
        throw new IllegalArgumentException("interval: " + time + " (expected: above 0)");
      }
      interval = time;
      return this;
    }

    /** Sets who hears of problems. */
    public Builder<T> listener(Listener one) {
      listener = one;
      return this;
    }

    /** Sets who calls {@link #look}; without it, a daemon thread that ends with the watch. */
    public Builder<T> scheduler(ScheduledExecutorService executor) {
      scheduler = executor;
      return this;
    }

    /** The watch, which does not look yet. */
    public FileWatch<T> build() {
      return new FileWatch<>(file, type, listener, new Schedule(scheduler, interval));
    }
  }

  /**
   * Loads the file, and from then on tells of every later configuration, one at a time, in order;
   * the first of these may come, in another thread, before this has returned. To be called once.
   *
   * @param consumer puts each later configuration into force, or refuses it, as above. It is called
   *     by the thread that looks, which does not look again before it has returned
   * @return the configuration of now
   * @throws ConfigurationException if the file cannot be used; then nothing was started
   * @throws IllegalStateException if it was started before, or is closed
   */
  public synchronized T start(Consumer<T> consumer) {
    subscription.check();
    Look first = Look.at(file);
    T now = first.document(file, type).value();
    config = now;
    previous = first;
    settled = first;
    subscription.start(consumer);
    schedule.start(this::lookOrLog);
    return now;
  }

  /**
   * Tells of every configuration from now on that is not the one in force, as {@link
   * #start(Consumer)} does of later ones; also of what the file says now.
   *
   * @param inForce what the file said when it was loaded, however long ago
   * @throws IllegalStateException if it was started before, or is closed
   */
  public synchronized void start(T inForce, Consumer<T> consumer) {
    subscription.check();
    config = inForce;
    subscription.start(consumer);
    schedule.start(this::lookOrLog);
  }

  private void lookOrLog() {
    try {
      look();
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, file + ": the look at it failed", e);
    }
  }

  /** Looks now, besides at every interval. Does nothing before the start and after the end. */
  public synchronized void look() {
    if (!subscription.isOpen()) {
      return;
    }
    Look now = Look.at(file);
    boolean twice = now.equals(previous);
    previous = now;
    if (twice && !now.equals(settled)) {
      settled = now;
      settle(now);
    }
  }

  private void settle(Look now) {
    try {
      Document<T> next = now.document(file, type);
      if (!next.value().equals(config)) {
        apply(next);
      }
    } catch (ConfigurationException e) {
      good = false;
      LOG.log(Level.WARNING, () -> file + ": what was in force stays, because of" + lines(e));
      listener.problems(e);
      return;
    }
    if (!good) {
      good = true;
      LOG.log(Level.INFO, () -> file + ": good again");
      listener.recovered();
    }
  }

  private static String lines(ConfigurationException e) {
    return e.problems().stream()
        .map(problem -> System.lineSeparator() + "  " + problem)
        .collect(Collectors.joining());
  }

  private void apply(Document<T> next) {
    try {
      subscription.tell(next.value());
    } catch (ConfigurationException e) {
      throw e;
    } catch (FieldErrorsException e) {
      throw next.refused(e);
    } catch (RuntimeException e) {
      String message = e.getMessage();
      String reason = message == null || message.isBlank() ? e.toString() : message;
      List<Problem> problems =
          reason.lines().map(line -> new Problem(file.toString(), 0, 0, line)).toList();
      LOG.log(Level.DEBUG, file + ": refused", e);
      throw new ConfigurationException(problems);
    }
    config = next.value();
    LOG.log(Level.INFO, () -> file + ": in force as it is now");
  }

  /**
   * Ends it: the consumer is not called any more. Waits for a call that is under way, unless that
   * call itself closes. Idempotent.
   */
  @Override
  public void close() {
    synchronized (this) {
      subscription.close();
    }
    schedule.close();
  }

  /** Who calls, and how often. */
  private static final class Schedule {
    private final @Nullable ScheduledExecutorService given;
    private final Duration interval;
    private Runnable end = () -> {};

    Schedule(@Nullable ScheduledExecutorService given, Duration interval) {
      this.given = given;
      this.interval = interval;
    }

    synchronized void start(Runnable look) {
      ScheduledExecutorService executor = given == null ? ownThread() : given;
      long nanos = interval.toNanos();
      var looks = executor.scheduleWithFixedDelay(look, nanos, nanos, NANOSECONDS);
      end = given == null ? executor::shutdown : () -> looks.cancel(false);
    }

    private static ScheduledExecutorService ownThread() {
      return Executors.newSingleThreadScheduledExecutor(look -> {
        Thread thread = new Thread(look, "torc-file-watch");
        thread.setDaemon(true);
        return thread;
      });
    }

    synchronized void close() {
      end.run();
    }
  }
}
