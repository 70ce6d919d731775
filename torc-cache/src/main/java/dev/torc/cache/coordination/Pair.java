package dev.torc.cache.coordination;

/**
 * A source and a destination, by index: keys of one go to the other.
 *
 * @param from the source
 * @param to the destination
 */
public record Pair(int from, int to) {}
