import java.io.IOException;
import java.io.OutputStream;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassElement;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/**
 * Copies a jar of old class files to one of Java 17 class files, with the stack map tables that
 * those have. The code stays the same. The jar must be on the class path.
 */
final class AddStackMaps {
  private static final ClassTransform MODERNIZE =
      ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL)
          .andThen(AddStackMaps::withVersion);

  private static final ClassFile CLASS_FILE =
      ClassFile.of(
          StackMapsOption.GENERATE_STACK_MAPS,
          ClassHierarchyResolverOption.of(
              ClassHierarchyResolver.ofResourceParsing(ClassLoader.getSystemClassLoader())
                  .orElse(ClassHierarchyResolver.defaultResolver())));

  public static void main(String[] args) throws IOException {
    try (JarFile in = new JarFile(args[0]);
        OutputStream file = Files.newOutputStream(Path.of(args[1]));
        JarOutputStream out = new JarOutputStream(file)) {
      for (JarEntry entry : Collections.list(in.entries())) {
        byte[] bytes = in.getInputStream(entry).readAllBytes();
        out.putNextEntry(new JarEntry(entry.getName()));
        out.write(isClass(entry) ? modernized(bytes) : bytes);
        out.closeEntry();
      }
    }
  }

  private static boolean isClass(JarEntry entry) {
    return entry.getName().endsWith(".class") && !entry.getName().endsWith("module-info.class");
  }

  private static byte[] modernized(byte[] bytes) {
    return CLASS_FILE.transformClass(CLASS_FILE.parse(bytes), MODERNIZE);
  }

  private static void withVersion(ClassBuilder builder, ClassElement element) {
    builder.with(
        element instanceof ClassFileVersion
            ? ClassFileVersion.of(ClassFile.JAVA_17_VERSION, 0)
            : element);
  }
}
