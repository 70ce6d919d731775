package dev.torc.cli;

import dev.torc.config.ConfigurationException;
import dev.torc.config.FieldErrors;
import dev.torc.config.FileWatch;
import dev.torc.gateway.AdminConfig;
import dev.torc.gateway.CacheConfig;
import dev.torc.gateway.Gateway;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/**
 * Has a gateway follow its configuration file. What cannot be followed is logged with file, line
 * and column, and the gateway goes on as it was.
 */
final class ConfigFollower implements AutoCloseable {
  private final Gateway gateway;
  private final Path file;
  private final AdminConfig admin;
  private final UnaryOperator<CacheConfig> options;
  private final FileWatch<TorcConfig> watch;

  /**
   * Follows the file from now on.
   *
   * @param started what the gateway was started with, as the file said it
   * @param options what the command line has otherwise
   */
  static ConfigFollower start(
      Gateway gateway, Path file, TorcConfig started, UnaryOperator<CacheConfig> options) {
    ConfigFollower follower = new ConfigFollower(gateway, file, started.admin(), options);
    follower.watch.start(started, follower::follow);
    return follower;
  }

  private ConfigFollower(
      Gateway gateway, Path file, AdminConfig admin, UnaryOperator<CacheConfig> options) {
    this.gateway = gateway;
    this.file = file;
    this.admin = admin;
    this.options = options;
    this.watch =
        FileWatch.builder(file, TorcConfig.class)
            .listener(
                new FileWatch.Listener() {
                  @Override
                  public void problems(ConfigurationException problems) {
                    gateway.configurationIsGood(false);
                  }

                  @Override
                  public void recovered() {
                    gateway.configurationIsGood(true);
                  }
                })
            .build();
  }

  private void follow(TorcConfig next) {
    CacheConfig cache = ConfigFile.cache(next, file);
    if (!next.admin().equals(admin)) {
      FieldErrors errors = new FieldErrors();
      errors.add(
          "cannot change while the gateway runs (expected: what it was, or a restart)", "admin");
      errors.throwIfAny();
    }
    gateway.follow(options.apply(cache));
  }

  @Override
  public void close() {
    watch.close();
  }
}
