package dev.torc.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An enum, its constants in lower-case with hyphens. */
record ChoiceShape(List<Enum<?>> constants) implements ScalarShape {

  static ChoiceShape of(Class<?> type) {
    return new ChoiceShape(
        Arrays.stream(type.getEnumConstants())
            .<Enum<?>>map(constant -> (Enum<?>) constant)
            .toList());
  }

  @Override
  public Object read(Node.Scalar scalar) {
    String name = kebab(scalar.text());
    for (Enum<?> constant : constants) {
      if (kebab(constant.name()).equals(name)) {
        return constant;
      }
    }
    throw scalar.mismatch(expected());
  }

  @Override
  public Object write(Object value) {
    return kebab(((Enum<?>) value).name());
  }

  private List<String> names() {
    return constants.stream().map(constant -> kebab(constant.name())).toList();
  }

  private static String kebab(String name) {
    return name.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @Override
  public String expected() {
    return Names.either(names());
  }

  @Override
  public String label() {
    return Names.code(names());
  }

  @Override
  public @Nullable Object json(Node node) {
    return node instanceof Node.Scalar scalar ? kebab(scalar.text()) : node.json();
  }

  @Override
  public Map<String, Object> schema(Definitions definitions) {
    return Definitions.choice(names());
  }
}
