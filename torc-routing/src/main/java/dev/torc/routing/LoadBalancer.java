package dev.torc.routing;

import dev.torc.config.Default;
import dev.torc.config.Doc;
import dev.torc.config.Range;
import dev.torc.config.Union;
import dev.torc.config.Variant;
import dev.torc.hash.Dialect;
import dev.torc.hash.Ring;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a backend chooses one of its endpoints. */
@Union
@Doc("How a backend chooses one of its endpoints")
public sealed interface LoadBalancer {

  /** A policy that sends equal hashes to one endpoint. */
  sealed interface Hashing extends LoadBalancer permits RingHash, Maglev, Rendezvous {

    /** What the hash of a request is made of; at least one. */
    List<HashParam> hashParams();

    /** The bound on an endpoint's requests under way, null for none. */
    @Nullable LoadBound boundedLoad();
  }

  /** One after the other, by weight. */
  @Variant("RoundRobin")
  @Doc("One after the other, by weight")
  record RoundRobin() implements LoadBalancer {}

  /** Left open: round robin. */
  @Variant("Unspecified")
  @Doc("Left open, which is round robin")
  record Unspecified() implements LoadBalancer {}

  /**
   * A ring with virtual nodes.
   *
   * @param minRingSize points of the whole ring at least, which makes it Envoy's; null if not given
   * @param maxRingSize points of the whole ring at most; null if not given
   * @param pointsPerEndpoint points per unit of weight in Torc's own ring; null if not given
   * @param dialect whose ring; null if not given: Envoy's with {@code minRingSize}, else Torc's
   */
  @Variant("RingHash")
  @Doc("A ring with virtual nodes")
  record RingHash(
      @Doc("Points of the whole ring at least: the ring is Envoy's then")
          @Range(min = 1, max = Dialect.ENVOY_MAX_RING_SIZE)
          @Nullable Integer minRingSize,
      @Doc("Points of the whole ring at most") @Range(min = 1, max = Dialect.ENVOY_MAX_RING_SIZE)
          @Nullable Integer maxRingSize,
      @Doc("Points of each endpoint per unit of weight, in Torc's own ring; 160 if not given")
          @Range(min = 1, max = MAX_POINTS_PER_ENDPOINT)
          @Nullable Integer pointsPerEndpoint,
      @Doc("Whose ring; Envoy's with `minRingSize`, Torc's own without, if not given")
          @Nullable RingDialect dialect,
      @Doc("What the hash of a request is made of") List<HashParam> hashParams,
      @Doc("The bound on an endpoint's requests under way; none if not given")
          @Nullable LoadBound boundedLoad)
      implements Hashing {

    /** The most points an endpoint may have per unit of weight. */
    public static final int MAX_POINTS_PER_ENDPOINT = 100_000;

    /**
     * Checks the components together.
     *
     * @throws IllegalArgumentException if a size is out of range or does not fit the dialect, or
     *     there is no parameter
     */
    public RingHash {
      hashParams = checkedParams(hashParams);
      checkRange("minRingSize", minRingSize, Dialect.ENVOY_MAX_RING_SIZE);
      checkRange("maxRingSize", maxRingSize, Dialect.ENVOY_MAX_RING_SIZE);
      checkRange("pointsPerEndpoint", pointsPerEndpoint, MAX_POINTS_PER_ENDPOINT);
      RingDialect ring = dialectOf(dialect, minRingSize, maxRingSize);
      if (pointsPerEndpoint != null && !ring.hasPointsPerEndpoint()) {
        throw new IllegalArgumentException(
            "pointsPerEndpoint: with "
                + (dialect == null ? "minRingSize" : "dialect " + ring.label())
                + " (expected: only in Torc's own ring)");
      }
      if ((minRingSize != null || maxRingSize != null) && !ring.hasRingSize()) {
        throw new IllegalArgumentException(
            (minRingSize != null ? "minRingSize" : "maxRingSize")
                + ": with dialect "
                + ring.label()
                + " (expected: only with envoy or grpc-java)");
      }
      int least = minRingSize == null ? 1 : minRingSize;
      if (maxRingSize != null && maxRingSize < least) {
        throw new IllegalArgumentException(
            "maxRingSize: " + maxRingSize + " (expected: at least minRingSize, " + least + ")");
      }
    }

    /** Torc's own ring of {@value Ring#DEFAULT_POINTS_PER_NODE} points per endpoint. */
    public static RingHash of(HashParam... hashParams) {
      return new RingHash(null, null, null, null, List.of(hashParams), null);
    }

    /** Envoy's ring. */
    public static RingHash envoy(int minRingSize, HashParam... hashParams) {
      return new RingHash(minRingSize, null, null, null, List.of(hashParams), null);
    }

    /** Whose ring it is. */
    public RingDialect effectiveDialect() {
      return dialectOf(dialect, minRingSize, maxRingSize);
    }

    private static void checkRange(String field, @Nullable Integer value, int most) {
      if (value != null) {
        Names.checkRange(field, value, 1, most);
      }
    }

    private static RingDialect dialectOf(
        @Nullable RingDialect dialect, @Nullable Integer least, @Nullable Integer most) {
      if (dialect != null) {
        return dialect;
      }
      return least == null && most == null ? RingDialect.TORC : RingDialect.ENVOY;
    }
  }

  /**
   * Envoy's Maglev.
   *
   * @param tableSize a prime
   */
  @Variant("Maglev")
  @Doc("The Maglev of Envoy: the evenest shares, and few keys that move without need")
  record Maglev(
      @Doc("Entries of the table, a prime")
          @Default("65537")
          @Range(min = 2, max = dev.torc.hash.Maglev.MAX_TABLE_SIZE)
          int tableSize,
      @Doc("What the hash of a request is made of") List<HashParam> hashParams,
      @Doc("The bound on an endpoint's requests under way; none if not given")
          @Nullable LoadBound boundedLoad)
      implements Hashing {

    /**
     * Checks the components.
     *
     * @throws IllegalArgumentException if the size is no prime, or there is no parameter
     */
    public Maglev {
      hashParams = checkedParams(hashParams);
      Names.checkRange("tableSize", tableSize, 2, dev.torc.hash.Maglev.MAX_TABLE_SIZE);
      if (!java.math.BigInteger.valueOf(tableSize).isProbablePrime(50)) {
        throw new IllegalArgumentException("tableSize: " + tableSize + " (expected: a prime)");
      }
    }

    /** With a table of {@value dev.torc.hash.Maglev#DEFAULT_TABLE_SIZE} entries. */
    public static Maglev of(HashParam... hashParams) {
      return new Maglev(dev.torc.hash.Maglev.DEFAULT_TABLE_SIZE, List.of(hashParams), null);
    }
  }

  /** Weighted rendezvous hashing. */
  @Variant("Rendezvous")
  @Doc(
      "Rendezvous hashing: exact shares, every change moves the least, for some dozens of"
          + " endpoints")
  record Rendezvous(
      @Doc("What the hash of a request is made of") List<HashParam> hashParams,
      @Doc("The bound on an endpoint's requests under way; none if not given")
          @Nullable LoadBound boundedLoad)
      implements Hashing {

    /**
     * Checks the parameters.
     *
     * @throws IllegalArgumentException if there is none
     */
    public Rendezvous {
      hashParams = checkedParams(hashParams);
    }

    /** Without a bound. */
    public static Rendezvous of(HashParam... hashParams) {
      return new Rendezvous(List.of(hashParams), null);
    }
  }

  /** The less busy of two random endpoints. */
  @Variant("LeastRequest")
  @Doc("Of two random endpoints the one with fewer requests under way for its weight")
  record LeastRequest() implements LoadBalancer {}

  /** Any endpoint, by weight. */
  @Variant("Random")
  @Doc("Any endpoint, by weight")
  record Random() implements LoadBalancer {}

  private static List<HashParam> checkedParams(List<HashParam> params) {
    if (params.isEmpty()) {
      throw new IllegalArgumentException(
          "hashParams: none (expected: at least one part of the request to hash)");
    }
    return List.copyOf(params);
  }
}
