package dev.torc.cache.coordination;

import dev.torc.config.Union;
import dev.torc.config.Variant;
import java.util.List;

/**
 * How far a move has come: the keys of a set of arcs, from one source to one destination. {@link
 * Protocol#next} leads from one step to the next.
 *
 * <pre>{@code
 * Purge → Ready → Track → Copy → CatchUp ⇄ Hold → Finish → Clean → Done
 *   └───────┴───────┴───────┴───────┴────────┴──────┴──▶ Release → Undo → Aborted
 * }</pre>
 *
 * Until {@link Clean} the source is the authority; from then on the destination is.
 */
@Union("step")
public sealed interface Step {

  /** What gateways do with the keys meanwhile. */
  Phase phase();

  /** The gateways that have not acknowledged the step yet; it ends when there are none. */
  default List<String> waiting() {
    return List.of();
  }

  /** What it is called where it is kept, such as {@code catch-up}. */
  default String word() {
    Variant variant = getClass().getAnnotation(Variant.class);
    return variant == null ? getClass().getSimpleName() : variant.value();
  }

  /** Whether nothing is left to do. */
  default boolean isOver() {
    return false;
  }

  /** Whether the destination owns the keys. */
  default boolean isCommitted() {
    return phase() == Phase.MOVED;
  }

  /** Keys of the move that lie on the destination are being deleted. */
  @Variant("purge")
  record Purge() implements Step {
    @Override
    public Phase phase() {
      return Phase.DIRECT;
    }
  }

  /** The destination has none of the keys; the source's turn has not come. */
  @Variant("ready")
  record Ready() implements Step {
    @Override
    public Phase phase() {
      return Phase.DIRECT;
    }
  }

  /** Gateways begin to record writes, and say so when those that are not recorded have ended. */
  @Variant("track")
  record Track(List<String> waiting) implements Step {
    /** Copies the list. */
    public Track {
      waiting = List.copyOf(waiting);
    }

    @Override
    public Phase phase() {
      return Phase.TRACKED;
    }
  }

  /** All keys are copied once. */
  @Variant("copy")
  record Copy() implements Step {
    @Override
    public Phase phase() {
      return Phase.TRACKED;
    }
  }

  /**
   * Keys that were written meanwhile are copied again, round after round.
   *
   * @param holds how many holds were tried
   * @param slowed whether gateways delay writes
   */
  @Variant("catch-up")
  record CatchUp(int holds, boolean slowed) implements Step {
    @Override
    public Phase phase() {
      return slowed ? Phase.SLOWED : Phase.TRACKED;
    }
  }

  /**
   * Gateways hold operations back, and say so when those under way have ended.
   *
   * @param waiting for these gateways
   * @param holds how many were tried, with this one
   */
  @Variant("hold")
  record Hold(List<String> waiting, int holds) implements Step {
    /** Copies the list. */
    public Hold {
      waiting = List.copyOf(waiting);
    }

    @Override
    public Phase phase() {
      return Phase.HELD;
    }
  }

  /**
   * The last keys are copied.
   *
   * @param holds how many were tried
   * @param held whether gateways hold operations back: always, but without {@link Safeguard#HOLD}
   */
  @Variant("finish")
  record Finish(int holds, boolean held) implements Step {
    @Override
    public Phase phase() {
      return held ? Phase.HELD : Phase.TRACKED;
    }
  }

  /** Committed: the destination owns the keys, and the source's copies are being deleted. */
  @Variant("clean")
  record Clean() implements Step {
    @Override
    public Phase phase() {
      return Phase.MOVED;
    }
  }

  /** Committed, and nothing is left on the source. */
  @Variant("done")
  record Done() implements Step {
    @Override
    public Phase phase() {
      return Phase.MOVED;
    }

    @Override
    public boolean isOver() {
      return true;
    }
  }

  /**
   * Given up: gateways go back to the source, and say so when they have.
   *
   * @param waiting for these gateways
   * @param reason why
   */
  @Variant("release")
  record Release(List<String> waiting, String reason) implements Step {
    /** Copies the list. */
    public Release {
      waiting = List.copyOf(waiting);
    }

    @Override
    public Phase phase() {
      return Phase.DIRECT;
    }
  }

  /** Given up: records of writes and copies are being deleted. */
  @Variant("undo")
  record Undo(String reason) implements Step {
    @Override
    public Phase phase() {
      return Phase.DIRECT;
    }
  }

  /** Given up; the source has the keys as if nothing had been. */
  @Variant("aborted")
  record Aborted(String reason) implements Step {
    @Override
    public Phase phase() {
      return Phase.DIRECT;
    }

    @Override
    public boolean isOver() {
      return true;
    }
  }
}
