package dev.torc.config;

import java.lang.reflect.RecordComponent;
import org.jspecify.annotations.Nullable;

/**
 * A component of a record, as the file sees it.
 *
 * @param name its name in camelCase
 * @param defaultNode the default as the file would give it, null if there is none
 */
record Field(
    String name,
    RecordComponent component,
    Shape shape,
    boolean nullable,
    @Nullable Node defaultNode) {

  static Field of(RecordComponent component) {
    Key key = component.getAnnotation(Key.class);
    Default value = component.getAnnotation(Default.class);
    boolean nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    if (nullable && component.getType().isPrimitive()) {
      throw new IllegalStateException(describe(component) + " is primitive and @Nullable");
    }
    return new Field(
        key == null ? component.getName() : key.value(),
        component,
        Shapes.of(component),
        nullable,
        value == null ? null : defaultNode(component, value));
  }

  private static Node defaultNode(RecordComponent component, Default value) {
    String source = "@Default of " + describe(component);
    try {
      return Composer.compose(value.value(), source);
    } catch (ConfigurationException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  static String describe(RecordComponent component) {
    return component.getDeclaringRecord().getName() + "." + component.getName();
  }

  /** The meaning, from the annotation. */
  String doc() {
    Doc doc = component.getAnnotation(Doc.class);
    if (doc == null) {
      throw new IllegalStateException(describe(component) + " has no @Doc");
    }
    return doc.value();
  }

  boolean required() {
    return defaultNode == null && !nullable;
  }

  /** The default, bound anew; null if there is none. */
  @Nullable Object defaultValue() {
    if (defaultNode == null) {
      return null;
    }
    Binding binding = new Binding("@Default of " + describe(component));
    try {
      Object value = binding.bind(defaultNode, shape, FieldPath.ROOT.field(name));
      binding.throwProblems();
      return value;
    } catch (ConfigurationException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }
}
