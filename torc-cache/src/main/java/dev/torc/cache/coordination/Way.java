package dev.torc.cache.coordination;

/**
 * Which moves an event is about. One that was decided on for others comes too late, also if they
 * are between the same nodes: a change may have begun, turned back, or been taken over meanwhile.
 *
 * @param term of who makes the changes
 * @param change the id of the change
 * @param back whether it goes back to the ring before
 */
public record Way(long term, long change, boolean back) {}
