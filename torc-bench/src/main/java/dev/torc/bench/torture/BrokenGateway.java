package dev.torc.bench.torture;

import dev.torc.cache.ReshardingSettings;
import dev.torc.cache.coordination.Safeguard;
import dev.torc.cli.TorcConfig;
import dev.torc.config.Configuration;
import dev.torc.gateway.AdminConfig;
import dev.torc.gateway.CacheConfig;
import dev.torc.gateway.Gateway;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/**
 * {@code torc up} with a protocol that lacks a part: what a torture has to find out. It only ends
 * when it is killed.
 */
final class BrokenGateway {
  private BrokenGateway() {}

  /**
   * Starts it.
   *
   * @param arguments the missing safeguards with commas between them, and last the configuration
   *     file
   */
  public static void main(String[] arguments) throws InterruptedException {
    ReshardingSettings settings = ReshardingSettings.DEFAULTS;
    for (String name : arguments[0].split(",", -1)) {
      settings = settings.without(Safeguard.valueOf(name));
    }
    Path file = Path.of(arguments[arguments.length - 1]);
    TorcConfig config = Configuration.load(file, TorcConfig.class);
    CacheConfig cache = config.cache();
    if (cache == null) {
      throw new IllegalArgumentException(file + ": no cache (expected: one)");
    }
    Gateway gateway = start(cache, config.admin(), settings);
    System.out.println("ready on " + gateway.address());
    new CountDownLatch(1).await();
  }

  private static Gateway start(CacheConfig cache, AdminConfig admin, ReshardingSettings settings) {
    try {
      return Gateway.start(cache, admin, settings);
    } catch (RuntimeException e) {
      // What has started of it would keep the process alive.
      e.printStackTrace();
      Runtime.getRuntime().halt(1);
      throw e;
    }
  }
}
