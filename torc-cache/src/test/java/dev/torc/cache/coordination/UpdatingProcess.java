package dev.torc.cache.coordination;

import java.nio.file.Path;

/** A process that updates the state of a folder without end, and prints what was accepted. */
final class UpdatingProcess {
  private UpdatingProcess() {}

  /** The folder, and the number of nodes of a new state. */
  public static void main(String[] args) {
    try (Coordinator coordinator = Coordinator.inFolder(Path.of(args[0]))) {
      int nodes = Integer.parseInt(args[1]);
      if (coordinator.state() == null) {
        coordinator.update(none -> ClusterStates.changing(nodes));
      }
      System.out.println(ClusterStates.number(coordinator));
      while (true) {
        int number = coordinator.update(ClusterStates::next).nextNode();
        System.out.println(number);
      }
    }
  }
}
