package dev.torc.cache.coordination;

import dev.torc.config.HostPort;

/**
 * A node as all gateways know it.
 *
 * @param index small, and never used again for another node
 * @param name on the ring
 * @param address where it listens
 */
public record Member(int index, String name, HostPort address) {}
