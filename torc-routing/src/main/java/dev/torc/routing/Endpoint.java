package dev.torc.routing;

import dev.torc.config.Default;
import dev.torc.config.Doc;
import dev.torc.config.HostPort;
import dev.torc.config.Range;
import dev.torc.config.Shorthand;
import org.jspecify.annotations.Nullable;

/**
 * A server of a backend.
 *
 * @param address where it listens
 * @param weight its share relative to the others, 0 to {@value #MAX_WEIGHT}
 * @param hashKey what hashing policies know it by, null for its address
 * @param drain whether it gets no new requests; unlike weight 0, its keys come back exactly as they
 *     were
 */
@Shorthand("address")
@Doc("A server of a backend")
public record Endpoint(
    @Doc("Where it listens, as host:port") HostPort address,
    @Doc("Its share relative to the others; 0 for none")
        @Default("1")
        @Range(min = 0, max = MAX_WEIGHT)
        int weight,
    @Doc("What hashing policies know it by; keep it when the address changes, and the keys stay")
        @Nullable String hashKey,
    @Doc("Whether it gets no new requests; its keys go to the next endpoint, and come back")
        @Default("false")
        boolean drain) {

  /** The largest weight. */
  public static final int MAX_WEIGHT = 1000;

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if the weight is out of range or the hash key is empty
   */
  public Endpoint {
    Names.checkRange("weight", weight, 0, MAX_WEIGHT);
    if (hashKey != null) {
      Names.checkNotEmpty("hashKey", hashKey);
    }
  }

  /**
   * An endpoint of weight 1.
   *
   * @param address as {@code host:port}
   * @throws IllegalArgumentException if it is no address
   */
  public static Endpoint of(String address) {
    return new Endpoint(HostPort.parse(address), 1, null, false);
  }

  /** What hashing policies know it by. */
  public String key() {
    return hashKey == null ? address.toString() : hashKey;
  }
}
