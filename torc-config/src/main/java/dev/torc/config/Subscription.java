package dev.torc.config;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The one listener of a source of configurations, from the source's start to its end.
 *
 * <p>Not safe for use by several threads: its source guards it.
 *
 * @param <T> the configuration
 */
public final class Subscription<T> {
  private @Nullable Consumer<T> listener;
  private boolean closed;

  /** Starts without a listener. */
  public Subscription() {}

  /**
   * Checks that a source may start.
   *
   * @throws IllegalStateException if it was started, or is closed
   */
  public void check() {
    if (closed || listener != null) {
      throw new IllegalStateException(
          (closed ? "closed" : "started twice") + " (expected: one start, before close)");
    }
  }

  /**
   * Takes the listener.
   *
   * @throws IllegalStateException if there is one, or the source is closed
   */
  public void start(Consumer<T> first) {
    check();
    listener = first;
  }

  /** Whether the source is between its start and its end. */
  public boolean isOpen() {
    return listener != null && !closed;
  }

  /**
   * Tells the listener, between start and end.
   *
   * @throws RuntimeException what the listener throws
   */
  public void tell(T configuration) {
    if (listener != null && !closed) {
      listener.accept(configuration);
    }
  }

  /** Ends it: the listener is told nothing more. Idempotent. */
  public void close() {
    closed = true;
  }
}
