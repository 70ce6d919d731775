package dev.torc.gateway;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides when there are too few nodes, and when too many. Time is told, in nanoseconds of any
 * clock that only goes forward. Not thread-safe.
 */
final class ScalingPolicy {
  private final AutoscaleConfig config;
  private @Nullable Long lowSince;
  private @Nullable Long quietUntil;

  /** What to do. */
  enum Decision {
    NOTHING,
    ADD,
    REMOVE
  }

  /**
   * What a node has used.
   *
   * @param keys stored
   * @param memory used, in bytes
   * @param maxMemory that it may use, in bytes; 0 for any
   */
  record Usage(long keys, long memory, long maxMemory) {
    double percent() {
      return maxMemory == 0 ? 0 : 100.0 * memory / maxMemory;
    }
  }

  ScalingPolicy(AutoscaleConfig config) {
    this.config = config;
  }

  /** A change of the ring was made, by whomever: what nodes use is not what it was. */
  void changed(long now) {
    quietUntil = now + config.coolDown().toNanos();
    lowSince = null;
  }

  /**
   * Decides by what all nodes use.
   *
   * @param full whether a write has found its node full, which waits
   * @param least how few nodes there may be
   */
  Decision decide(long now, List<Usage> nodes, boolean full, int least) {
    boolean high = full || nodes.stream().anyMatch(this::isHigh);
    boolean low = !high && nodes.stream().allMatch(this::isLow);
    if (!low) {
      lowSince = null;
    } else if (lowSince == null) {
      lowSince = now;
    }
    boolean quiet = quietUntil != null && now - quietUntil < 0;
    if (high && nodes.size() < config.maxNodes() && (full || !quiet)) {
      return Decision.ADD;
    }
    boolean longLow = lowSince != null && now - lowSince >= config.lowFor().toNanos();
    return longLow && nodes.size() > least && !quiet ? Decision.REMOVE : Decision.NOTHING;
  }

  private boolean isHigh(Usage node) {
    return node.percent() >= config.highMemory()
        || (config.highKeys() != null && node.keys() >= config.highKeys());
  }

  private boolean isLow(Usage node) {
    return node.percent() < config.lowMemory()
        && (config.highKeys() == null
            || node.keys() * 100.0 < (double) config.highKeys() * config.lowMemory());
  }
}
