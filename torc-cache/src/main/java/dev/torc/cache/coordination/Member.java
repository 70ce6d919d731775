package dev.torc.cache.coordination;

import dev.torc.config.HostPort;
import org.jspecify.annotations.Nullable;

/**
 * A node as all gateways know it.
 *
 * @param index small, and never used again for another node
 * @param name on the ring
 * @param address where it listens
 * @param incarnation the {@code run_id} of the server that serves as this node: one with another id
 *     was started anew, or is another server, and may have old data. {@code null} if whoever is met
 *     there first is right
 */
public record Member(int index, String name, HostPort address, @Nullable String incarnation) {

  /** A node of which no server was met yet. */
  public Member(int index, String name, HostPort address) {
    this(index, name, address, null);
  }

  /** The same at another address; whoever is met there first is right. */
  Member at(HostPort other) {
    return new Member(index, name, other, null);
  }

  /** The same with another server. */
  Member as(String runId) {
    return new Member(index, name, address, runId);
  }
}
