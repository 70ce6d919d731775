/**
 * Where a {@link dev.torc.routing.RoutingConfig} comes from: each {@link
 * dev.torc.discovery.RoutingSource} gives one that is whole, and another whole one for every
 * change. Files are watched by {@link dev.torc.config.FileWatch}; programs use {@link
 * dev.torc.discovery.MutableSource}.
 */
@NullMarked
package dev.torc.discovery;

import org.jspecify.annotations.NullMarked;
