package dev.torc.gateway;

import dev.torc.cache.CacheLimits;
import dev.torc.cache.ObserverSettings;
import dev.torc.cache.ReshardingSettings;
import dev.torc.cache.RestartedNodes;
import dev.torc.cache.coordination.Safeguard;
import dev.torc.config.ByteSize;
import dev.torc.config.Default;
import dev.torc.config.Doc;
import dev.torc.config.DurationRange;
import dev.torc.config.Range;
import dev.torc.hash.Ring;
import dev.torc.http.HttpLimits;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code cache} of {@code torc.yaml}; what each component means stands in its {@link
 * Doc}.
 */
public record CacheConfig(
    @Doc("Address to listen on; anyone who reaches it can read and write the cache")
        @Default("127.0.0.1")
        String host,
    @Doc("Port to listen on; 0 takes a free one") @Default("8000") @Range(min = 0, max = 65_535)
        int port,
    @Doc("Virtual nodes: points on the ring per unit of weight")
        @Default("160")
        @Range(min = 1, max = 100_000)
        int vnodes,
    @Doc("The Redis nodes that hold the keys") @Default("{}") NodesConfig nodes,
    @Doc(
            "Folder for the state of the ring and its changes, so that a restart goes on from it;"
                + " made if it is not there; relative to the working directory. One gateway to a"
                + " folder")
        @Nullable String stateDir,
    @Doc("What clients may ask for") @Default("{}") Limits limits,
    @Doc("How long things may take") @Default("{}") Timeouts timeouts,
    @Doc("How changes of the ring are made") @Default("{}") Pacing resharding,
    @Doc("How nodes are watched") @Default("{}") Observing observer,
    @Doc(
            "What becomes of a node's server that was started anew and may hold old values: it is"
                + " emptied before it serves, or trusted, which is right if it writes every command"
                + " to disk before it answers. Primaries found by Sentinel are trusted")
        @Default("emptied")
        RestartedNodes restartedNodes,
    @Doc("Embedded nodes come and go by what they hold; without it their number stays")
        @Nullable AutoscaleConfig autoscale) {

  /**
   * Checks that the ring fits, and is kept where it must be.
   *
   * @throws IllegalArgumentException if it would have more points than {@link Ring#MAX_POINTS}, or
   *     the folder is no path, or there is none for nodes that come and go by themselves
   */
  public CacheConfig {
    if (stateDir != null && stateDir.isBlank()) {
      throw new IllegalArgumentException("stateDir: \"" + stateDir + "\" (expected: a path)");
    }
    if (stateDir == null && nodes.dns() != null) {
      // Of masters only addresses change: a restart finds their ring by the configuration alone.
      throw new IllegalArgumentException(
          "stateDir: not set (expected: a folder, since nodes that dns finds outlive the gateway,"
              + " and so must the ring they were found for)");
    }
    if (autoscale != null) {
      checkAutoscale(autoscale, nodes.embedded());
    }
    long points = vnodes * nodes.totalWeight();
    if (points > Ring.MAX_POINTS) {
      throw new IllegalArgumentException(
          "vnodes times the sum of weights: "
              + points
              + " (expected: at most "
              + Ring.MAX_POINTS
              + ")");
    }
  }

  private static void checkAutoscale(
      AutoscaleConfig autoscale, NodesConfig.@Nullable Embedded embedded) {
    if (embedded == null) {
      throw new IllegalArgumentException(
          "autoscale: with nodes that somebody else runs (expected: embedded ones)");
    }
    if (autoscale.maxNodes() <= embedded.count()) {
      throw new IllegalArgumentException(
          "autoscale: maxNodes "
              + autoscale.maxNodes()
              + " (expected: more than nodes.embedded, "
              + embedded.count()
              + ")");
    }
  }

  /** The same on another port. */
  public CacheConfig withPort(int other) {
    return with(other, nodes);
  }

  /** The same with other nodes. */
  public CacheConfig withNodes(NodesConfig others) {
    return with(port, others);
  }

  private CacheConfig with(int aPort, NodesConfig someNodes) {
    return new CacheConfig(
        host,
        aPort,
        vnodes,
        someNodes,
        stateDir,
        limits,
        timeouts,
        resharding,
        observer,
        restartedNodes,
        autoscale);
  }

  /** How nodes are watched. */
  public record Observing(
      @Doc("From one poll of a node to the next")
          @Default("500ms")
          @DurationRange(min = "10ms", max = "1m")
          Duration interval,
      @Doc("Polls that fail in a row until a node is down, and its keys answered with 503 at once")
          @Default("3")
          @Range(min = 1, max = 100)
          int downAfter,
      @Doc("Polls that are answered in a row until a node that was down is up")
          @Default("2")
          @Range(min = 1, max = 100)
          int upAfter) {

    ObserverSettings settings() {
      return new ObserverSettings(interval, downAfter, upAfter);
    }
  }

  /** What clients may ask for. */
  public record Limits(
      @Doc("Longest key, in bytes after percent-decoding")
          @Default("512")
          @Range(min = 1, max = 8192)
          int maxKeyBytes,
      @Doc("Longest value") @Default("1MiB") @Range(min = 1, max = 64 << 20) ByteSize maxValueBytes,
      @Doc("Memory for request bodies that are under way, over all connections")
          @Default("64MiB")
          @Range(min = 1)
          ByteSize bodyMemory,
      @Doc("Memory for responses above 4KiB that clients have not read yet, over all connections")
          @Default("128MiB")
          @Range(min = 1)
          ByteSize responseMemory,
      @Doc("Open client connections; more are closed as they come")
          @Default("10000")
          @Range(min = 1, max = 1_000_000)
          int maxConnections,
      @Doc("Commands without a reply on one connection to a node; more are answered with 429")
          @Default("10000")
          @Range(min = 1, max = 1_000_000)
          int maxPendingCommands,
      @Doc("Bytes of those commands") @Default("64MiB") @Range(min = 1) ByteSize maxPendingBytes) {

    /** JSON may write one byte of text as six, such as {@code \\u0000}. */
    private static final int JSON_BYTES_PER_BYTE = 6;

    /** Room in a body for everything but the value. */
    private static final int JSON_FRAME_BYTES = 1024;

    /**
     * Checks that the longest value fits.
     *
     * @throws IllegalArgumentException if it could never come in
     */
    public Limits {
      checkHoldsValue("bodyMemory", bodyMemory, maxValueBytes);
      checkHoldsValue("responseMemory", responseMemory, maxValueBytes);
    }

    private static void checkHoldsValue(String name, ByteSize memory, ByteSize value) {
      if (memory.bytes() < maxJsonBytes(value)) {
        throw new IllegalArgumentException(
            name
                + ": "
                + memory
                + " (expected: at least 6 times maxValueBytes and 1KiB, for a value in JSON)");
      }
    }

    /** These, but for keys and values that are not longer than others'. */
    Limits noLongerThan(Limits others) {
      return new Limits(
          Math.min(maxKeyBytes, others.maxKeyBytes),
          new ByteSize(Math.min(maxValueBytes.bytes(), others.maxValueBytes.bytes())),
          bodyMemory,
          responseMemory,
          maxConnections,
          maxPendingCommands,
          maxPendingBytes);
    }

    /** What they are for the cache, which stores the type of a value with it. */
    CacheLimits cacheLimits() {
      return new CacheLimits(
          maxPendingCommands,
          maxPendingBytes.bytes(),
          (int) maxValueBytes.bytes() + StoredValue.MAX_PREFIX_BYTES);
    }

    /** The longest body of a POST. */
    long maxJsonBytes() {
      return maxJsonBytes(maxValueBytes);
    }

    private static long maxJsonBytes(ByteSize value) {
      return JSON_BYTES_PER_BYTE * value.bytes() + JSON_FRAME_BYTES;
    }
  }

  /** How long things may take. */
  public record Timeouts(
      @Doc("From the first byte of a request to the end of its head")
          @Default("10s")
          @DurationRange(min = "10ms", max = "1h")
          Duration requestHead,
      @Doc("From the end of the head to the end of the body")
          @Default("30s")
          @DurationRange(min = "10ms", max = "1h")
          Duration requestBody,
      @Doc("How long a client connection may wait for its next request")
          @Default("75s")
          @DurationRange(min = "10ms", max = "24h")
          Duration keepAlive,
      @Doc("How long a client may take to read a response")
          @Default("30s")
          @DurationRange(min = "10ms", max = "1h")
          Duration response,
      @Doc("How long a node may take to accept a connection")
          @Default("1s")
          @DurationRange(min = "10ms", max = "1m")
          Duration nodeConnect,
      @Doc("How long a node may take to answer a command; 504 after that")
          @Default("1s")
          @DurationRange(min = "10ms", max = "1m")
          Duration nodeCommand,
      @Doc("How long requests under way may take when the gateway shuts down")
          @Default("10s")
          @DurationRange(min = "0s", max = "10m")
          Duration shutdown) {}

  /** How changes of the ring are made. */
  public record Pacing(
      @Doc("Keys that are copied in a second at most; 0 for no limit")
          @Default("0")
          @Range(min = 0, max = 100_000_000)
          int keysPerSecond,
      @Doc(
              "How long requests for a move's keys may be held back while their node changes; after"
                  + " that they go on, and it is tried again")
          @Default("1s")
          @DurationRange(min = "10ms", max = "1m")
          Duration holdLimit,
      @Doc("How long a node that a change needs may be away before the change is given up")
          @Default("30s")
          @DurationRange(min = "100ms", max = "24h")
          Duration nodeTimeout) {

    ReshardingSettings settings() {
      return new ReshardingSettings(keysPerSecond, holdLimit, nodeTimeout, Safeguard.all());
    }
  }

  /** What the public listener has by these limits and the time-outs of this configuration. */
  HttpLimits httpLimits(Limits now) {
    return new HttpLimits(
        HttpLimits.DEFAULTS.uriBytes() + 3 * now.maxKeyBytes(),
        HttpLimits.DEFAULTS.headBytes(),
        HttpLimits.DEFAULTS.headers(),
        now.bodyMemory().bytes(),
        now.responseMemory().bytes(),
        now.maxConnections(),
        timeouts.requestHead(),
        timeouts.requestBody(),
        timeouts.keepAlive(),
        timeouts.response());
  }
}
