package dev.torc.config;

import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A value that the file gives by one scalar. */
non-sealed interface ScalarShape extends Shape {

  /**
   * The value of a scalar that is not null.
   *
   * @throws IllegalArgumentException if it is none; the message names value and expectation
   */
  Object read(Node.Scalar scalar);

  /** The words for the reference. */
  String label();

  @Override
  default @Nullable Object bind(Node node, FieldPath path, Binding binding) {
    if (!(node instanceof Node.Scalar scalar) || scalar.isNull()) {
      binding.mismatch(node, path, expected());
      return null;
    }
    try {
      return read(scalar);
    } catch (IllegalArgumentException e) {
      String message = e.getMessage();
      if (message == null) {
        binding.mismatch(node, path, expected());
      } else {
        binding.add(node.at(), path.prefix() + message);
      }
      return null;
    }
  }

  @Override
  default String label(Function<StructShape, String> link) {
    return label();
  }

  @Override
  default String range() {
    return "";
  }

  @Override
  default void visit(String path, BiConsumer<String, StructShape> visitor) {}
}
