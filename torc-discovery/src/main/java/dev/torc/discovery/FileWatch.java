package dev.torc.discovery;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import dev.torc.config.Configuration;
import dev.torc.config.ConfigurationException;
import dev.torc.config.Problem;
import dev.torc.routing.RoutingConfig;
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
 * A file that is looked at again and again.
 *
 * <p>It is read as a whole every time, by its name: an edit in place, a file moved over it and a
 * symbolic link that changes, as those of a ConfigMap do, are all the same. A change counts when
 * two looks, one after the other, find the same: what an editor has written by half is not applied
 * even if it happens to be valid. A file that cannot be used, or that is gone, or that the listener
 * refuses, leaves the last good configuration in force; its problems are logged as a warning, each
 * with file, line and column, and told once. When the file is good again, that is told too.
 *
 * <p>Safe for use by any number of threads. A look costs the reading of the file.
 */
public final class FileWatch implements RoutingSource {

  /** From one look to the next, if not set otherwise. */
  public static final Duration DEFAULT_INTERVAL = Duration.ofMillis(250);

  private static final System.Logger LOG = System.getLogger(FileWatch.class.getName());

  private final Path file;
  private final Listener listener;
  private final Schedule schedule;
  private final Subscription subscription = new Subscription();

  private RoutingConfig config = RoutingConfig.EMPTY;
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

    RoutingConfig config(Path file) {
      if (!problems.isEmpty()) {
        throw new ConfigurationException(problems);
      }
      return Configuration.parse(text, file.toString(), RoutingConfig.class);
    }
  }

  private FileWatch(Path file, Listener listener, Schedule schedule) {
    this.file = file;
    this.listener = listener;
    this.schedule = schedule;
  }

  /** Starts to build a watch of a file. */
  public static Builder builder(Path file) {
    return new Builder(file);
  }

  /** What a watch is made of. */
  public static final class Builder {
    private final Path file;
    private Duration interval = DEFAULT_INTERVAL;
    private Listener listener = Listener.NONE;
    private @Nullable ScheduledExecutorService scheduler;

    private Builder(Path file) {
      this.file = file;
    }

    /**
     * Sets the time from one look to the next.
     *
     * @throws IllegalArgumentException if it is not above 0
     */
    public Builder interval(Duration time) {
      if (time.isNegative() || time.isZero()) {
        throw new IllegalArgumentException("interval: " + time + " (expected: above 0)");
      }
      interval = time;
      return this;
    }

    /** Sets who hears of problems. */
    public Builder listener(Listener one) {
      listener = one;
      return this;
    }

    /** Sets who calls {@link #look}; without it, a daemon thread that ends with the watch. */
    public Builder scheduler(ScheduledExecutorService executor) {
      scheduler = executor;
      return this;
    }

    /** The watch, which does not look yet. */
    public FileWatch build() {
      return new FileWatch(file, listener, new Schedule(scheduler, interval));
    }
  }

  @Override
  public synchronized RoutingConfig start(Consumer<RoutingConfig> configurations) {
    subscription.check();
    Look first = Look.at(file);
    config = first.config(file);
    previous = first;
    settled = first;
    subscription.start(configurations);
    schedule.start(this::lookOrLog);
    return config;
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
      RoutingConfig next = now.config(file);
      if (!next.equals(config)) {
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

  private void apply(RoutingConfig next) {
    try {
      subscription.tell(next);
    } catch (RuntimeException e) {
      String message = e.getMessage();
      String reason = message == null || message.isBlank() ? e.toString() : message;
      List<Problem> problems =
          reason.lines().map(line -> new Problem(file.toString(), 0, 0, line)).toList();
      LOG.log(Level.DEBUG, file + ": refused", e);
      throw new ConfigurationException(problems);
    }
    config = next;
    LOG.log(Level.INFO, () -> file + ": in force as it is now");
  }

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
