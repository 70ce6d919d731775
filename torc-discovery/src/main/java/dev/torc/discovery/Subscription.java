package dev.torc.discovery;

import dev.torc.routing.RoutingConfig;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The one listener of a source, from its start to its end. Guarded by its source. */
final class Subscription {
  private @Nullable Consumer<RoutingConfig> listener;
  private boolean closed;

  /**
   * Checks that a source may start.
   *
   * @throws IllegalStateException if it was started, or is closed
   */
  void check() {
    if (closed || listener != null) {
      throw new IllegalStateException(
          (closed ? "closed" : "started twice") + " (expected: one start, before close)");
    }
  }

  void start(Consumer<RoutingConfig> first) {
    check();
    listener = first;
  }

  boolean isOpen() {
    return listener != null && !closed;
  }

  /** Tells the listener, between start and end. */
  void tell(RoutingConfig config) {
    if (listener != null && !closed) {
      listener.accept(config);
    }
  }

  void close() {
    closed = true;
  }
}
