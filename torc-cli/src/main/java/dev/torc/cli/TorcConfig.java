package dev.torc.cli;

import dev.torc.config.Default;
import dev.torc.config.Doc;
import dev.torc.gateway.AdminConfig;
import dev.torc.gateway.CacheConfig;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@code torc.yaml}; a section that is not there runs nothing. */
public record TorcConfig(
    @Doc("The sharded cache and its HTTP interface; without it no Redis is started")
        @Nullable CacheConfig cache,
    @Doc("The listener for health and metrics") @Default("{}") AdminConfig admin) {

  /**
   * Checks that there is something to run.
   *
   * @throws IllegalArgumentException if there is not
   */
  public TorcConfig {
    if (cache == null) {
      throw new IllegalArgumentException("nothing to run (expected: cache)");
    }
  }

  /** The cache section; today there is no configuration without one. */
  CacheConfig cacheOrFail() {
    return Objects.requireNonNull(cache, "the constructor lets nothing else pass");
  }
}
