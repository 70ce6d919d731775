package dev.torc.config;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A type with a static method {@code parse(String)}. */
record ParsedShape(Method parse) implements ScalarShape {

  @Override
  public Object read(Node.Scalar scalar) {
    try {
      return Objects.requireNonNull(parse.invoke(null, scalar.text()), parse::toString);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException wrong) {
        throw wrong;
      }
      throw new IllegalStateException(parse + " failed", e.getCause());
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(parse + " is not accessible", e);
    }
  }

  private boolean isHostPort() {
    return parse.getDeclaringClass() == HostPort.class;
  }

  @Override
  public Object write(Object value) {
    return value.toString();
  }

  @Override
  public String expected() {
    return isHostPort() ? HostPort.EXPECTED : "text for " + label();
  }

  @Override
  public String label() {
    Doc doc = parse.getDeclaringClass().getAnnotation(Doc.class);
    if (doc != null) {
      return doc.value();
    }
    return isHostPort() ? "host:port" : parse.getDeclaringClass().getSimpleName();
  }

  @Override
  public @Nullable Object json(Node node) {
    return node instanceof Node.Scalar scalar ? scalar.text() : node.json();
  }

  @Override
  public Map<String, Object> schema(Definitions definitions) {
    Map<String, Object> schema = new LinkedHashMap<>();
    if (isHostPort()) {
      schema.put("type", "string");
      schema.put("pattern", HostPort.PATTERN.pattern());
    } else {
      schema.put("type", List.of("string", "number", "boolean"));
    }
    return schema;
  }
}
