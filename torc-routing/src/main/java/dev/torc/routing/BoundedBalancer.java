package dev.torc.routing;

import dev.torc.hash.BoundedLoad;
import dev.torc.hash.Placement;

/** As the hash wants, unless that endpoint has too many requests under way. */
final class BoundedBalancer implements Balancer {
  private final HashBalancer plain;
  private final BoundedLoad bounded;

  BoundedBalancer(HashBalancer plain, BoundedLoad bounded) {
    this.plain = plain;
    this.bounded = bounded;
  }

  @Override
  public int choose(Selection selection) {
    return bounded.acquire(plain.position(selection), selection::isUsable);
  }

  @Override
  public boolean countsIn() {
    return true;
  }

  @Override
  public long position(Selection selection) {
    return plain.position(selection);
  }

  @Override
  public int peek(Selection selection) {
    return plain.peek(selection);
  }

  @Override
  public RequestHash requestHash() {
    return plain.requestHash();
  }

  @Override
  public Placement placement() {
    return plain.placement();
  }
}
