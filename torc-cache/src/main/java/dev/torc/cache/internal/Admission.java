package dev.torc.cache.internal;

import org.jspecify.annotations.Nullable;

/**
 * Decides whether a server that answers at a node's address is the node. Called on the event loop
 * of the connection, each time it was made, before anything is sent on it.
 */
public interface Admission {

  /**
   * Whether operations may go to a server.
   *
   * @param runId what tells this life of the server from another; {@code null} if it does not say
   */
  boolean admits(@Nullable String runId);
}
