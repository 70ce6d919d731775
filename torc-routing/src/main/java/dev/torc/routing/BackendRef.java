package dev.torc.routing;

import dev.torc.config.Default;
import dev.torc.config.Doc;
import dev.torc.config.Flat;
import dev.torc.config.Range;
import org.jspecify.annotations.Nullable;

/**
 * One of the backends that a rule sends requests to.
 *
 * @param port the backend's, or null for the port of the request
 * @param weight its share of the requests relative to the others, 0 to {@value #MAX_WEIGHT}
 */
public record BackendRef(
    @Flat Service service,
    @Doc("The port of the backend; that of the request if not given") @Nullable Integer port,
    @Doc("Its share of the rule's requests relative to the others; 0 for none")
        @Default("1")
        @Range(min = 0, max = MAX_WEIGHT)
        int weight) {

  /** The largest weight: the limit of the Gateway API. */
  public static final int MAX_WEIGHT = 1_000_000;

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if port or weight is out of range
   */
  public BackendRef {
    if (port != null) {
      Names.checkPort("port", port);
    }
    Names.checkRange("weight", weight, 0, MAX_WEIGHT);
  }

  /** A reference of weight 1. */
  public static BackendRef of(BackendId id) {
    return new BackendRef(id.service(), id.port(), 1);
  }

  /** The backend meant, for a request to a port. */
  public BackendId backend(int requestPort) {
    return new BackendId(service, port == null ? requestPort : port);
  }
}
