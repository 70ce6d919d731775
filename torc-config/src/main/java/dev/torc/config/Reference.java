package dev.torc.config;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The reference of a configuration, for people. */
public final class Reference {
  private static final String TOP = "Top level";

  private final Map<Class<?>, String> sections = new LinkedHashMap<>();
  private final StringBuilder markdown = new StringBuilder();

  private Reference() {}

  /**
   * Markdown (GitHub's, for the tables): a section for each record, in the order of the components,
   * headed by the first path that leads to it. In paths, {@code []} is an element of a list and
   * {@code <name>} a name the file chooses. There is no title.
   *
   * @throws IllegalStateException if a component has no {@link Doc} or cannot be loaded
   */
  public static String markdown(Class<? extends Record> type) {
    Reference reference = new Reference();
    reference.addSection("", new RecordShape(type));
    reference.sections.forEach(reference::write);
    return reference.markdown.toString();
  }

  private void addSection(String path, RecordShape shape) {
    if (sections.putIfAbsent(shape.type(), path) == null) {
      for (Field field : shape.fields()) {
        field.shape().visitRecord(join(path, field), this::addSection);
      }
    }
  }

  private void write(Class<?> type, String path) {
    markdown.append(markdown.isEmpty() ? "" : "\n").append("## ").append(heading(path));
    markdown.append("\n\n");
    Doc doc = type.getAnnotation(Doc.class);
    if (doc != null) {
      markdown.append(doc.value()).append("\n\n");
    }
    markdown.append("| Field | Type | Default | Range | Meaning |\n");
    markdown.append("| --- | --- | --- | --- | --- |\n");
    for (Field field : new RecordShape(type).fields()) {
      cell(code(join(path, field)));
      cell(field.shape().label(this::link));
      cell(defaultText(field));
      cell(field.shape().range());
      cell(field.doc());
      markdown.append("|\n");
    }
  }

  private void cell(String text) {
    markdown.append("| ").append(text.replace("|", "\\|").replaceAll("\\s+", " "));
    markdown.append(text.isEmpty() ? "" : " ");
  }

  private static String defaultText(Field field) {
    Default value = field.component().getAnnotation(Default.class);
    if (value != null) {
      return code(value.value());
    }
    return field.required() ? "required" : "none";
  }

  private static String join(String path, Field field) {
    return path.isEmpty() ? field.name() : path + "." + field.name();
  }

  private String link(RecordShape shape) {
    String heading = heading(sections.getOrDefault(shape.type(), ""));
    // GitHub's anchor of a heading: lower-case, hyphens for spaces, no punctuation.
    String anchor =
        heading.toLowerCase(Locale.ROOT).replace(' ', '-').replaceAll("[^a-z0-9_-]", "");
    return "[" + (heading.equals(TOP) ? "top level" : heading) + "](#" + anchor + ")";
  }

  private static String heading(String path) {
    return path.isEmpty() ? TOP : code(path);
  }

  private static String code(String text) {
    return "`" + text + "`";
  }
}
