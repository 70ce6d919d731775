package dev.torc.cache.model;

import dev.torc.cache.coordination.Phase;
import dev.torc.cache.model.Gate.Op;
import dev.torc.cache.model.Gate.Place;
import dev.torc.cache.model.World.Late;
import dev.torc.cache.model.World.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Packs a {@link World} into two {@code long}s, the same for worlds that differ only in what does
 * not matter: the names of the values, and which gateway is which. A value that is on no node and
 * on no way to one cannot be answered any more, so all such are one.
 */
@SuppressWarnings("EnumOrdinal") // Packed worlds live no longer than the program.
final class Codec {
  private static final Phase[] PHASES = Phase.values();
  private static final Op[] OPS = Op.values();
  private static final Place[] PLACES = Place.values();
  private static final Task[] TASKS = Task.values();
  private static final Late[] LATES = Late.values();
  private static final int VALUE_BITS = 4;
  private static final int GATE_BITS = 28;

  /** A set of pasts, to be a key. */
  @SuppressWarnings("ArrayRecordComponent") // Compared by what it holds.
  private record Pasts(long[] history) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Pasts pasts && Arrays.equals(history, pasts.history);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(history);
    }
  }

  private final Steps steps;
  private final History renaming;
  private final Map<Pasts, Integer> numbers = new HashMap<>();
  private final List<long[]> histories = new ArrayList<>();
  private final int[] names = new int[16];
  private int named;

  /** The first half of what was packed last: the gateways. */
  long gates;

  /** The second half: everything else. */
  long rest;

  Codec(Steps steps, History renaming) {
    this.renaming = renaming;
    this.steps = steps;
  }

  /** Packs a world into {@link #gates} and {@link #rest}. */
  void pack(World world) {
    long first = shape(world, 0);
    long second = shape(world, 1);
    if (first != second) {
      pack(world, first > second);
      return;
    }
    pack(world, true);
    long exchangedGates = gates;
    long exchangedRest = rest;
    pack(world, false);
    if (exchangedGates < gates || (exchangedGates == gates && exchangedRest < rest)) {
      gates = exchangedGates;
      rest = exchangedRest;
    }
  }

  /** What a gateway is like, without values. */
  private long shape(World world, int g) {
    return gate(world.gates[g], false) << 1 | (steps.waitsFor(world.step, g) ? 1 : 0);
  }

  private void pack(World world, boolean exchanged) {
    Arrays.fill(names, History.GONE);
    names[World.ABSENT] = World.ABSENT;
    named = 0;
    int step = exchanged ? steps.exchanged(world.step) : world.step;
    long bits = step;
    bits = bits << VALUE_BITS | name(world.source);
    bits = bits << VALUE_BITS | name(world.target);
    bits = bits << 1 | (world.dirty ? 1 : 0);
    bits = bits << 1 | (world.round ? 1 : 0);
    bits = bits << 4 | world.task.ordinal();
    bits = bits << VALUE_BITS | name(world.hand);
    bits = bits << 4 | world.late.ordinal();
    bits = bits << VALUE_BITS | name(world.lateValue);
    bits = bits << 3 | world.accidents;
    int one = exchanged ? 1 : 0;
    gates = gate(world.gates[one], true) << GATE_BITS | gate(world.gates[1 - one], true);
    rest = bits << 28 | number(renaming.renamed(world.history, names, exchanged));
  }

  private int name(int value) {
    if (names[value] == History.GONE) {
      names[value] = ++named;
    }
    return names[value];
  }

  private long gate(Gate gate, boolean values) {
    long bits = gate.phase.ordinal();
    bits = bits << 2 | gate.holds;
    bits = bits << 1 | (gate.owes ? 1 : 0);
    bits = bits << 1 | (gate.barred ? 1 : 0);
    bits = bits << 2 | gate.op.ordinal();
    bits = bits << 2 | gate.place.ordinal();
    bits = bits << 1 | (gate.recorded ? 1 : 0);
    bits = bits << VALUE_BITS | (values ? name(gate.value) : 0);
    bits = bits << 1 | (gate.stray ? 1 : 0);
    bits = bits << 1 | (gate.strayOnTarget ? 1 : 0);
    bits = bits << 1 | (gate.strayRecorded ? 1 : 0);
    bits = bits << VALUE_BITS | (values ? name(gate.strayValue) : 0);
    bits = bits << 3 | (gate.saying ? 1 + gate.saidPhase.ordinal() : 0);
    return bits << 2 | gate.saidHolds;
  }

  private int number(long[] history) {
    Integer number = numbers.putIfAbsent(new Pasts(history), histories.size());
    if (number != null) {
      return number;
    }
    histories.add(history);
    if (histories.size() >= 1 << 28) {
      throw new IllegalStateException("histories: more than 2^28");
    }
    return histories.size() - 1;
  }

  /** The world that was packed, or one that differs from it in names only. */
  World unpack(long packedGates, long packedRest) {
    World world = World.of(0, 0, 0);
    world.history = histories.get((int) (packedRest & (1 << 28) - 1));
    long bits = packedRest >>> 28;
    world.accidents = (int) bits & 7;
    bits >>>= 3;
    world.lateValue = (int) bits & 15;
    bits >>>= VALUE_BITS;
    world.late = LATES[(int) bits & 15];
    bits >>>= 4;
    world.hand = (int) bits & 15;
    bits >>>= VALUE_BITS;
    world.task = TASKS[(int) bits & 15];
    bits >>>= 4;
    world.round = (bits & 1) != 0;
    world.dirty = (bits & 2) != 0;
    bits >>>= 2;
    world.target = (int) bits & 15;
    bits >>>= VALUE_BITS;
    world.source = (int) bits & 15;
    world.step = (int) (bits >>> VALUE_BITS);
    unpack(packedGates >>> GATE_BITS, world.gates[0]);
    unpack(packedGates & (1 << GATE_BITS) - 1, world.gates[1]);
    return world;
  }

  private static void unpack(long packed, Gate gate) {
    int bits = (int) packed;
    gate.saidHolds = bits & 3;
    int said = bits >>> 2 & 7;
    gate.saying = said != 0;
    gate.saidPhase = said == 0 ? Phase.DIRECT : PHASES[said - 1];
    bits >>>= 5;
    gate.strayValue = bits & 15;
    bits >>>= VALUE_BITS;
    gate.strayRecorded = (bits & 1) != 0;
    gate.strayOnTarget = (bits & 2) != 0;
    gate.stray = (bits & 4) != 0;
    bits >>>= 3;
    gate.value = bits & 15;
    bits >>>= VALUE_BITS;
    gate.recorded = (bits & 1) != 0;
    gate.place = PLACES[bits >>> 1 & 3];
    gate.op = OPS[bits >>> 3 & 3];
    gate.barred = (bits & 32) != 0;
    gate.owes = (bits & 64) != 0;
    gate.holds = bits >>> 7 & 3;
    gate.phase = PHASES[bits >>> 9];
  }
}
