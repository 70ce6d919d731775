package dev.torc.cache.coordination;

import org.jspecify.annotations.Nullable;

/**
 * Where operations on a key go.
 *
 * @param node who owns the key now
 * @param phase of the move the key belongs to; {@link Phase#DIRECT} if it belongs to none
 * @param pair of that move, {@code null} if the key belongs to none
 */
public record Route(Member node, Phase phase, @Nullable Pair pair) {}
