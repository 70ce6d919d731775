package dev.torc.config;

import java.util.List;

/** Where something is in a file, and its path. */
record Place(Position at, FieldPath path) {

  /** As near as the file comes to what steps lead to from a node. */
  static Place beyond(Node node, FieldPath path, List<Object> steps) {
    return new Place(node.at(), path.to(steps));
  }
}
