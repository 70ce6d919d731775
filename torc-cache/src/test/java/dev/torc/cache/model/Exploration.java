package dev.torc.cache.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * All worlds that can be reached, breadth first, until there is none left or one in which a client
 * got a wrong answer.
 */
final class Exploration {
  private static final int NONE = -1;

  private final Rules rules;
  private final Codec codec;
  private long[] gates = new long[1 << 16];
  private long[] rests = new long[1 << 16];
  private int[] parents = new int[1 << 16];

  /** The world that the next thing leads to which brings a move to its end. */
  private int[] onward = new int[1 << 16];

  private int[] table = new int[1 << 18];
  private int count;
  private long transitions;
  private int wrong = NONE;

  Exploration(Rules rules) {
    this.rules = rules;
    this.codec = new Codec(rules.steps, rules.history);
    Arrays.fill(table, NONE);
  }

  /** Explores from the states that a move can begin with. */
  Exploration run(int limit) {
    for (World world : beginnings()) {
      add(world, NONE);
    }
    for (int i = 0; i < count && wrong == NONE; i++) {
      if (count > limit) {
        throw new IllegalStateException("more than " + limit + " states");
      }
      expand(i);
    }
    return this;
  }

  /** A key that is there or not, on a destination that has an old one or not. */
  private List<World> beginnings() {
    List<World> worlds = new ArrayList<>();
    for (int source = 0; source < 2; source++) {
      for (int target = 0; target <= 2; target += 2) {
        worlds.add(World.of(rules.steps.first(), source, target));
      }
    }
    return worlds;
  }

  private void expand(int i) {
    World world = codec.unpack(gates[i], rests[i]);
    Action[] best = new Action[1];
    onward[i] = NONE;
    rules.next(
        world,
        (action, gate, next) -> {
          transitions++;
          int to = add(next, i);
          boolean better = best[0] == null || action.compareTo(best[0]) < 0;
          if (to != i && action.isProgress() && better) {
            best[0] = action;
            onward[i] = to;
          }
        });
  }

  /** The number of a world, which may be a new one. */
  private int add(World world, int parent) {
    codec.pack(world);
    int slot = slot(codec.gates, codec.rest);
    if (table[slot] != NONE) {
      return table[slot];
    }
    if (count == gates.length) {
      grow();
      slot = slot(codec.gates, codec.rest);
    }
    table[slot] = count;
    gates[count] = codec.gates;
    rests[count] = codec.rest;
    parents[count] = parent;
    if (world.history.length == 0 && wrong == NONE) {
      wrong = count;
    }
    return count++;
  }

  private int slot(long first, long second) {
    long hash = (first * 0x9E3779B97F4A7C15L ^ second) * 0xD6E8FEB86659FD93L;
    int slot = (int) ((hash ^ hash >>> 32) & table.length - 1);
    while (table[slot] != NONE && (gates[table[slot]] != first || rests[table[slot]] != second)) {
      slot = slot + 1 & table.length - 1;
    }
    return slot;
  }

  private void grow() {
    int size = 2 * count;
    gates = Arrays.copyOf(gates, size);
    rests = Arrays.copyOf(rests, size);
    parents = Arrays.copyOf(parents, size);
    onward = Arrays.copyOf(onward, size);
    table = new int[2 * size];
    Arrays.fill(table, NONE);
    for (int i = 0; i < count; i++) {
      table[slot(gates[i], rests[i])] = i;
    }
  }

  int states() {
    return count;
  }

  long transitions() {
    return transitions;
  }

  boolean isWrong() {
    return wrong != NONE;
  }

  private World world(int i) {
    return codec.unpack(gates[i], rests[i]);
  }

  /** The way to the wrong answer, one of the shortest; empty if there is none. */
  Trace trace() {
    return trace(wrong);
  }

  /** The way from a beginning to a state. */
  private Trace trace(int end) {
    Deque<Integer> way = new ArrayDeque<>();
    for (int i = end; i != NONE; i = parents[i]) {
      way.addFirst(i);
    }
    Trace trace = new Trace(rules.steps);
    if (way.isEmpty()) {
      return trace;
    }
    int beginning = way.removeFirst();
    World world = beginnings().get(beginning);
    trace.begin(world);
    for (int to : way) {
      world = step(world, to, trace);
    }
    return trace;
  }

  private World step(World world, int to, Trace trace) {
    World[] result = new World[1];
    rules.next(
        world,
        (action, gate, next) -> {
          codec.pack(next);
          if (result[0] == null && codec.gates == gates[to] && codec.rest == rests[to]) {
            result[0] = next;
            trace.add(action, gate, world, next);
          }
        });
    return result[0];
  }

  /** The way to a state from which moves do not come to an end; empty if there is none. */
  Trace stuck() {
    byte[] ends = new byte[count];
    for (int i = 0; i < count; i++) {
      int at = i;
      while (ends[at] == 0) {
        ends[at] = 1;
        if (rules.steps.step(world(at).step).isOver()) {
          break;
        }
        if (onward[at] == NONE) {
          return trace(at);
        }
        at = onward[at];
        if (ends[at] == 1) {
          return trace(at);
        }
      }
      for (int back = i; ends[back] == 1; back = onward[back]) {
        ends[back] = 2;
        if (onward[back] == NONE || rules.steps.step(world(back).step).isOver()) {
          break;
        }
      }
    }
    return new Trace(rules.steps);
  }
}
