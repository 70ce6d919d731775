package dev.torc.discovery;

import dev.torc.config.Subscription;
import dev.torc.routing.RoutingConfig;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** One configuration, which is asked for at the start and never changes. */
final class FixedSource implements RoutingSource {
  private final Supplier<RoutingConfig> supplier;
  private final Subscription<RoutingConfig> subscription = new Subscription<>();

  FixedSource(Supplier<RoutingConfig> supplier) {
    this.supplier = supplier;
  }

  @Override
  public synchronized RoutingConfig start(Consumer<RoutingConfig> listener) {
    subscription.check();
    RoutingConfig config = supplier.get();
    subscription.start(listener);
    return config;
  }

  @Override
  public synchronized void close() {
    subscription.close();
  }
}
