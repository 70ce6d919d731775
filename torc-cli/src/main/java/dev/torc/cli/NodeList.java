package dev.torc.cli;

import dev.torc.hash.Node;
import dev.torc.hash.PlacementException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Nodes as people write them: {@code NAME} or {@code NAME=WEIGHT}. */
final class NodeList {
  private NodeList() {}

  /**
   * A name with a weight behind the last {@code =}; names may have such signs themselves.
   *
   * @param where the option or the line it comes from, for messages
   * @throws UsageException if the weight is no number, or one of the two is no good
   */
  static Node node(String text, String where) {
    int equals = text.lastIndexOf('=');
    try {
      return equals < 0
          ? Node.of(text)
          : new Node(text.substring(0, equals), Integer.parseInt(text.substring(equals + 1)));
    } catch (PlacementException e) {
      throw new UsageException(where + ": " + e.getMessage());
    } catch (NumberFormatException e) {
      throw new UsageException(
          where + ": \"" + text + "\" (expected: NAME=WEIGHT with a whole number)");
    }
  }

  /** The nodes of an option. */
  static List<Node> of(List<String> texts, String option) {
    return texts.stream().map(text -> node(text, option)).toList();
  }

  /**
   * The nodes of a file, one a line; empty lines and those that begin with {@code #} are passed
   * over.
   */
  static List<Node> read(Path file, String option) throws IOException {
    List<Node> nodes = new ArrayList<>();
    TextLines.forEach(
        file,
        option,
        (text, line) -> {
          if (!text.isBlank() && !text.startsWith("#")) {
            nodes.add(node(text.strip(), option + ": " + file + ":" + line));
          }
        });
    return nodes;
  }
}
