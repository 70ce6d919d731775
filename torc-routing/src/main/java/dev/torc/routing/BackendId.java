package dev.torc.routing;

import dev.torc.config.Doc;
import dev.torc.config.Flat;

/**
 * What a backend is known by: a service and one of its ports.
 *
 * @param port 1 to 65535
 */
public record BackendId(
    @Flat Service service, @Doc("The port that requests come in on, 1 to 65535") int port) {

  /**
   * Checks the port.
   *
   * @throws IllegalArgumentException if it is out of range
   */
  public BackendId {
    Names.checkPort("port", port);
  }

  /** {@code host:port}. */
  @Override
  public String toString() {
    return service.hostname() + ":" + port;
  }
}
