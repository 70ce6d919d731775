package dev.torc.gateway;

import static java.util.stream.Collectors.toMap;

import dev.torc.cache.Resharding;
import dev.torc.cache.coordination.Change;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Figures of the change of the ring that is made, or of the last one that was, and how many ended
 * how. Safe for use by any number of threads.
 */
final class ChangeMetrics {

  /** At one moment; {@code change} is {@code null} before the first. */
  private record Shown(@Nullable Change change, Resharding.Pace pace) {
    double of(ToDoubleFunction<Change> figure) {
      return change == null ? 0 : figure.applyAsDouble(change);
    }
  }

  private final MeterRegistry registry;
  private final Map<Change.Status, Counter> finished;
  private volatile Shown shown = new Shown(null, Resharding.Pace.NONE);

  ChangeMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.finished =
        Stream.of(Change.Status.values())
            .filter(Change.Status::isOver)
            .collect(toMap(status -> status, this::counter));
    gauge(
        "torc.change.active",
        "1 while a change of the ring is made",
        now -> now.of(change -> change.status().isActive() ? 1 : 0));
    gauge(
        "torc.change.keys",
        "Keys copied, each time they were",
        now -> now.of(change -> change.progress().keys()));
    gauge(
        "torc.change.bytes",
        "Of the copied keys",
        now -> now.of(change -> change.progress().bytes()));
    gauge(
        "torc.change.expected.keys",
        "About how many keys are to be copied",
        now -> now.pace.expectedKeys());
    gauge(
        "torc.change.holds",
        "How often operations were held back",
        now -> now.of(change -> change.progress().holds()));
    gauge(
        "torc.change.longest.hold.seconds",
        "The longest time that operations were held back",
        now -> now.of(change -> change.progress().heldNanos() * 1e-9));
  }

  private Counter counter(Change.Status status) {
    return Counter.builder("torc.change.finished")
        .description("Changes of the ring that are over")
        .tag("state", status.name().toLowerCase(Locale.ROOT))
        .register(registry);
  }

  private void gauge(String name, String description, ToDoubleFunction<Shown> value) {
    Gauge.builder(name, () -> value.applyAsDouble(shown))
        .description(description)
        .register(registry);
  }

  /** Shows the change that is made, else the last that was. */
  void show(List<Change> changes, Resharding.Pace pace) {
    Change last = null;
    for (Change change : changes) {
      if (change.times().started() != null) {
        last = change;
      }
    }
    shown = new Shown(last, pace);
  }

  /** Counts a change that is over. */
  void finished(Change change) {
    Objects.requireNonNull(finished.get(change.status()), change.status()::name).increment();
  }
}
