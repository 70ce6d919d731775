package dev.torc.cli;

import dev.torc.config.Configuration;
import dev.torc.config.ConfigurationException;
import dev.torc.config.Problem;
import dev.torc.gateway.CacheConfig;
import dev.torc.routing.Router;
import dev.torc.routing.RoutingConfig;
import dev.torc.routing.RoutingListener;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** The configuration file, or what holds without one. */
final class ConfigFile {
  private static final String DEFAULTS = "cache: {}";

  private ConfigFile() {}

  /**
   * Loads a file.
   *
   * @throws ConfigurationException with every problem and its position
   */
  static TorcConfig load(Path file) {
    return Configuration.load(file, TorcConfig.class);
  }

  /** Three embedded nodes, port 8000, admin port 8001, all on loopback. */
  static TorcConfig defaults() {
    return Configuration.parse(DEFAULTS, "defaults", TorcConfig.class);
  }

  /**
   * The cache of a file that is to be run.
   *
   * @throws ConfigurationException if it has none
   */
  static CacheConfig cache(TorcConfig config, Path file) {
    CacheConfig cache = config.cache();
    if (cache == null) {
      throw unusable(file, "nothing to run (expected: cache)");
    }
    return cache;
  }

  /**
   * A router that sends nothing.
   *
   * @throws ConfigurationException if a policy has no place for the endpoints of its backend
   */
  static Router router(RoutingConfig config, Path file) {
    try {
      return new Router(
          config,
          System::nanoTime,
          () -> ThreadLocalRandom.current().nextLong(),
          RoutingListener.NONE);
    } catch (IllegalArgumentException e) {
      throw unusable(file, String.valueOf(e.getMessage()));
    }
  }

  private static ConfigurationException unusable(Path file, String message) {
    return new ConfigurationException(List.of(new Problem(file.toString(), 0, 0, message)));
  }
}
