package dev.torc.cache.model;

import dev.torc.cache.coordination.Safeguard;
import java.util.EnumSet;
import java.util.Set;

/**
 * What is explored.
 *
 * @param safeguards those in force
 * @param hazards what the coordinator fails to refuse
 * @param accidents which can happen
 * @param most accidents in each move; {@link #UNLIMITED} for any number
 * @param exact whether histories are checked for linearizability and no more: see {@link Exact} and
 *     {@link Strict}
 */
record Setting(
    Set<Safeguard> safeguards,
    Set<Hazard> hazards,
    Set<Action> accidents,
    int most,
    boolean exact) {
  /** Any number of accidents. */
  static final int UNLIMITED = Integer.MAX_VALUE;

  /** As it shall be. */
  static Setting safe(int most, boolean exact) {
    return new Setting(Safeguard.all(), Set.of(), EnumSet.allOf(Action.class), most, exact);
  }

  /** Without a safeguard, and with one accident in each move or none. */
  static Setting without(Safeguard safeguard, Action... accidents) {
    Set<Safeguard> others = Safeguard.all();
    others.remove(safeguard);
    return new Setting(others, Set.of(), Set.of(accidents), Math.min(1, accidents.length), true);
  }

  /** With a hazard, and with so many accidents in each move. */
  static Setting with(Hazard hazard, int most, Action... accidents) {
    return new Setting(Safeguard.all(), Set.of(hazard), Set.of(accidents), most, true);
  }

  boolean has(Safeguard safeguard) {
    return safeguards.contains(safeguard);
  }

  /** Whether an accident can happen in a move that has had some. */
  boolean allows(Action accident, int before) {
    return before < most && accidents.contains(accident);
  }

  /** The count after one more. */
  int count(int before) {
    return most == UNLIMITED ? 0 : before + 1;
  }
}
