package dev.torc.cache;

import org.jspecify.annotations.Nullable;

/**
 * The outcome of an operation with the node that served it.
 *
 * @param value what the operation answers
 * @param node the key's owner in that epoch
 * @param epoch the number of the epoch by which the key was placed
 */
public record Served<T extends @Nullable Object>(T value, CacheNode node, long epoch) {}
