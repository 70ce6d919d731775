package dev.torc.cli.wineinfo;

/** A part of the demo, with the replicas that are on stage. */
public enum Act {
  /** One replica. */
  ONE_REPLICA(1, "one replica", 1, Policy.ROUND_ROBIN),
  /** The cure that comes to mind. */
  FOUR_REPLICAS(2, "four replicas, round robin", 4, Policy.ROUND_ROBIN),
  /** The cure. */
  BY_QUERY(3, "four replicas, RingHash on the query", 4, Policy.RING_HASH),
  /** What the replicas of the act before have logged; nothing is sent. */
  LOGS(4, "what each replica was asked in act 3", 4, Policy.RING_HASH);

  private final int number;
  private final String title;
  private final int replicas;
  private final Policy policy;

  Act(int number, String title, int replicas, Policy policy) {
    this.number = number;
    this.title = title;
    this.replicas = replicas;
    this.policy = policy;
  }

  /** From 1. */
  public int number() {
    return number;
  }

  /** What it shows, in a few words. */
  public String title() {
    return title;
  }

  /** How many there are. */
  public int replicas() {
    return replicas;
  }

  /** How the shop chooses one of them. */
  public Policy policy() {
    return policy;
  }
}
