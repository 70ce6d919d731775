package dev.torc.config;

import java.lang.reflect.RecordComponent;
import org.jspecify.annotations.Nullable;

/**
 * A component of a record as the file sees it, or what names the variant of a union.
 *
 * @param name its name in camelCase
 * @param origin where the program has it, for messages about the program
 * @param meaning the words of {@link Doc}, null without
 * @param flat whether its own fields stand in its place
 * @param preset the default, null if there is none
 */
record Field(
    String name,
    String origin,
    @Nullable String meaning,
    Shape shape,
    boolean nullable,
    boolean flat,
    @Nullable Preset preset) {

  /** A default as the program writes it, and as the file would give it. */
  record Preset(String text, Node node) {}

  static Field of(RecordComponent component) {
    boolean nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    if (nullable && component.getType().isPrimitive()) {
      throw new IllegalStateException(describe(component) + " is primitive and @Nullable");
    }
    Key key = component.getAnnotation(Key.class);
    Doc doc = component.getAnnotation(Doc.class);
    Field field =
        new Field(
            key == null ? component.getName() : key.value(),
            describe(component),
            doc == null ? null : doc.value(),
            Shapes.of(component),
            nullable,
            component.isAnnotationPresent(Flat.class),
            preset(component));
    if (field.flat && (key != null || nullable || field.preset != null)) {
      throw new IllegalStateException(
          field.origin + " is @Flat (expected: no @Key, @Default or @Nullable)");
    }
    if (field.flat && !(field.shape instanceof StructShape)) {
      throw new IllegalStateException(field.origin + " is @Flat (expected: a record or a @Union)");
    }
    return field;
  }

  private static @Nullable Preset preset(RecordComponent component) {
    Default annotation = component.getAnnotation(Default.class);
    if (annotation == null) {
      return null;
    }
    try {
      String source = "@Default of " + describe(component);
      return new Preset(annotation.value(), Composer.compose(annotation.value(), source));
    } catch (ConfigurationException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  static String describe(RecordComponent component) {
    return component.getDeclaringRecord().getName() + "." + component.getName();
  }

  /** The meaning, from the annotation. */
  String doc() {
    if (meaning == null) {
      throw new IllegalStateException(origin + " has no @Doc");
    }
    return meaning;
  }

  boolean required() {
    return preset == null && !nullable;
  }

  /** Whether a name in the file means this field, in either spelling. */
  boolean isNamed(String text) {
    return text.equals(name) || text.equals(Names.snake(name));
  }

  /** The default, bound anew; null if there is none. */
  @Nullable Object defaultValue() {
    if (preset == null) {
      return null;
    }
    Binding binding = new Binding("@Default of " + origin);
    try {
      Object value = binding.bind(preset.node(), shape, FieldPath.ROOT.field(name));
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
