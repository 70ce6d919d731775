package dev.torc.gateway;

import dev.torc.config.Default;
import dev.torc.config.Doc;
import dev.torc.config.DurationRange;
import dev.torc.config.Range;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The section {@code cache.autoscale} of {@code torc.yaml}: embedded nodes come and go by need. */
public record AutoscaleConfig(
    @Doc("The most nodes; the least are those of nodes.embedded")
        @Range(min = 2, max = NodesConfig.Embedded.MAX_COUNT)
        int maxNodes,
    @Doc("A node is added when one has used this part of its memory, in percent")
        @Default("75")
        @Range(min = 1, max = 99)
        int highMemory,
    @Doc("A node is taken away when all have long used less than this part, in percent")
        @Default("30")
        @Range(min = 0, max = 49)
        int lowMemory,
    @Doc("A node is added when one has so many keys; no such limit if not given")
        @Range(min = 1, max = Long.MAX_VALUE)
        @Nullable Long highKeys,
    @Doc(
            "How long all nodes must have been below lowMemory, and below lowMemory percent of"
                + " highKeys")
        @Default("5m")
        @DurationRange(min = "100ms", max = "24h")
        Duration lowFor,
    @Doc(
            "The time from the end of one change to the next one that is asked for; a full node"
                + " does not wait")
        @Default("30s")
        @DurationRange(min = "0s", max = "24h")
        Duration coolDown,
    @Doc("How long a write that finds its node full may wait for room; 507 after that")
        @Default("10s")
        @DurationRange(min = "0s", max = "5m")
        Duration patience) {

  /**
   * Checks that a node that was taken away is not needed again at once.
   *
   * @throws IllegalArgumentException if the marks are too close
   */
  public AutoscaleConfig {
    if (2 * lowMemory > highMemory) {
      throw new IllegalArgumentException(
          "lowMemory: "
              + lowMemory
              + " (expected: at most half of highMemory, "
              + highMemory
              + ", for one of two nodes takes the other's keys)");
    }
  }
}
