package dev.torc.cache.coordination;

import dev.torc.cache.coordination.Step.Aborted;
import dev.torc.cache.coordination.Step.CatchUp;
import dev.torc.cache.coordination.Step.Clean;
import dev.torc.cache.coordination.Step.Copy;
import dev.torc.cache.coordination.Step.Done;
import dev.torc.cache.coordination.Step.Finish;
import dev.torc.cache.coordination.Step.Hold;
import dev.torc.cache.coordination.Step.Purge;
import dev.torc.cache.coordination.Step.Ready;
import dev.torc.cache.coordination.Step.Release;
import dev.torc.cache.coordination.Step.Track;
import dev.torc.cache.coordination.Step.Undo;
import java.util.List;
import java.util.Set;

/**
 * The transition function of a move: no state, no clock, no I/O. The executor walks it, and the
 * model explores it.
 *
 * <p>An event that does not belong to a step leaves it as it is, so that what arrives late or twice
 * does no harm.
 *
 * @param gateways that take part
 * @param lost whether the source is given up, with its keys
 * @param safeguards those in force
 */
public record Protocol(List<String> gateways, boolean lost, Set<Safeguard> safeguards) {

  /** Copies the collections. */
  public Protocol {
    gateways = List.copyOf(gateways);
    safeguards = Set.copyOf(safeguards);
  }

  /** All safeguards in force, for moves whose source is there. */
  public static Protocol of(List<String> gateways) {
    return new Protocol(gateways, false, Safeguard.all());
  }

  /** The same for a move. */
  Protocol forMove(Move move) {
    return move.lost() == lost ? this : new Protocol(gateways, move.lost(), safeguards);
  }

  /** The step a move starts with. */
  public Step first() {
    return safeguards.contains(Safeguard.PURGE) ? new Purge() : new Ready();
  }

  /** The step after an event. */
  public Step next(Step step, Event event) {
    if (event instanceof Event.Failed failed) {
      return failed(step, failed.reason());
    }
    if (event instanceof Event.Resumed) {
      return resumed(step);
    }
    if (step instanceof Purge) {
      return event instanceof Event.Purged ? new Ready() : step;
    }
    if (step instanceof Ready) {
      return begun(step, event);
    }
    if (step instanceof Track track) {
      return tracked(track, event);
    }
    if (step instanceof Copy) {
      return event instanceof Event.Copied ? new CatchUp(0, false) : step;
    }
    if (step instanceof CatchUp catchUp) {
      return caughtUp(catchUp, event);
    }
    if (step instanceof Hold hold) {
      return held(hold, event);
    }
    if (step instanceof Finish finish) {
      return finished(finish, event);
    }
    if (step instanceof Clean) {
      return event instanceof Event.Cleaned ? new Done() : step;
    }
    if (step instanceof Release release) {
      return released(release, event);
    }
    if (step instanceof Undo undo) {
      return event instanceof Event.Undone ? new Aborted(undo.reason()) : step;
    }
    return step;
  }

  private Step begun(Step step, Event event) {
    if (event instanceof Event.GivenUp && lost) {
      return new Hold(gateways, 1);
    }
    if (event instanceof Event.Begun && !lost) {
      return safeguards.contains(Safeguard.BARRIER) ? new Track(gateways) : new Copy();
    }
    return step;
  }

  private static Step tracked(Track step, Event event) {
    List<String> waiting = without(step.waiting(), event, Phase.TRACKED, 0);
    return waiting.isEmpty() ? new Copy() : new Track(waiting);
  }

  private Step caughtUp(CatchUp step, Event event) {
    if (event instanceof Event.CaughtUp) {
      return safeguards.contains(Safeguard.HOLD)
          ? new Hold(gateways, step.holds() + 1)
          : new Finish(step.holds(), false);
    }
    return event instanceof Event.Outrun ? new CatchUp(step.holds(), true) : step;
  }

  private Step held(Hold step, Event event) {
    if (event instanceof Event.HoldExpired) {
      return afterHold(step.holds());
    }
    List<String> waiting = without(step.waiting(), event, Phase.HELD, step.holds());
    return waiting.isEmpty() ? new Finish(step.holds(), true) : new Hold(waiting, step.holds());
  }

  private Step finished(Finish step, Event event) {
    if (event instanceof Event.HoldExpired) {
      return afterHold(step.holds());
    }
    boolean finished = event instanceof Event.Finished done && done.holds() == step.holds();
    return finished ? new Clean() : step;
  }

  private Step afterHold(int holds) {
    return lost ? new Ready() : new CatchUp(holds, false);
  }

  private static Step released(Release step, Event event) {
    List<String> waiting = without(step.waiting(), event, Phase.DIRECT, 0);
    return waiting.isEmpty() ? new Undo(step.reason()) : new Release(waiting, step.reason());
  }

  /** Who is still waited for when this has happened. */
  private static List<String> without(List<String> waiting, Event event, Phase phase, int holds) {
    String gone;
    if (event instanceof Event.Acknowledged acknowledged
        && acknowledged.phase() == phase
        && acknowledged.holds() == holds) {
      gone = acknowledged.gateway();
    } else if (event instanceof Event.Fenced fenced) {
      gone = fenced.gateway();
    } else {
      return waiting;
    }
    return waiting.stream().filter(gateway -> !gateway.equals(gone)).toList();
  }

  /** What is committed stays so, and what is given up already keeps its first reason. */
  private Step failed(Step step, String reason) {
    boolean decided =
        step.isCommitted() || step.isOver() || step instanceof Release || step instanceof Undo;
    return decided ? step : new Release(gateways, reason);
  }

  /**
   * Gateways that begin anew have acknowledged nothing, so whatever waits for them waits for all. A
   * hold is over when those who held are gone.
   */
  private Step resumed(Step step) {
    if (step instanceof Track) {
      return new Track(gateways);
    }
    if (step instanceof Hold hold) {
      return afterHold(hold.holds());
    }
    if (step instanceof Finish finish) {
      return afterHold(finish.holds());
    }
    return step instanceof Release release ? new Release(gateways, release.reason()) : step;
  }
}
