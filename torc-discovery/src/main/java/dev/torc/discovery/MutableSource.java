package dev.torc.discovery;

import dev.torc.config.Subscription;
import dev.torc.routing.RoutingConfig;
import java.util.function.Consumer;

/** A configuration that the program itself changes. Safe for use by any number of threads. */
public final class MutableSource implements RoutingSource {
  private final Subscription<RoutingConfig> subscription = new Subscription<>();
  private RoutingConfig config;

  /** Starts with a configuration. */
  public MutableSource(RoutingConfig config) {
    this.config = config;
  }

  /** The configuration of now. */
  public synchronized RoutingConfig get() {
    return config;
  }

  /**
   * Changes the configuration. When this returns, the listener has taken it.
   *
   * @throws RuntimeException what the listener threw; then the former configuration stays
   */
  public synchronized void set(RoutingConfig next) {
    subscription.tell(next);
    config = next;
  }

  @Override
  public synchronized RoutingConfig start(Consumer<RoutingConfig> listener) {
    subscription.start(listener);
    return config;
  }

  @Override
  public synchronized void close() {
    subscription.close();
  }
}
