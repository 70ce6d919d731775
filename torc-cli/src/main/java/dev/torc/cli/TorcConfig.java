package dev.torc.cli;

import dev.torc.config.Default;
import dev.torc.config.Doc;
import dev.torc.config.Flat;
import dev.torc.gateway.AdminConfig;
import dev.torc.gateway.CacheConfig;
import dev.torc.routing.RoutingConfig;
import org.jspecify.annotations.Nullable;

/**
 * {@code torc.yaml}; a section that is not there runs nothing.
 *
 * @param routing its {@code routes}, {@code backends} and {@code search}
 */
public record TorcConfig(
    @Doc("The sharded cache and its HTTP interface; without it no Redis is started")
        @Nullable CacheConfig cache,
    @Flat RoutingConfig routing,
    @Doc("The listener for health and metrics") @Default("{}") AdminConfig admin) {}
