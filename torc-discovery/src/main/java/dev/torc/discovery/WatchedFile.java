package dev.torc.discovery;

import dev.torc.config.FileWatch;
import dev.torc.routing.RoutingConfig;
import java.util.function.Consumer;

/** The routing of a file that is watched. Other sections of the file are not looked at. */
record WatchedFile(FileWatch<RoutingConfig> watch) implements RoutingSource {

  @Override
  public RoutingConfig start(Consumer<RoutingConfig> listener) {
    return watch.start(listener);
  }

  @Override
  public void close() {
    watch.close();
  }
}
