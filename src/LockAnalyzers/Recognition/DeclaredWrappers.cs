using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace LockAnalyzers.Recognition;

/// <summary>
/// The lock wrappers that a project declares: by an attribute, matched by name so that anyone can have a copy, or by a line of an
/// additional file, <c>[Namespace.Type]::Member acquire exclusive</c>.
/// </summary>
internal sealed class DeclaredWrappers(ImmutableArray<DeclaredWrapper> listed, ImmutableHashSet<WrapperName> excluded)
{
    private const string FileName = "LockAnalyzers.Wrappers.txt";

    public static readonly DeclaredWrappers None = new(ImmutableArray<DeclaredWrapper>.Empty, ImmutableHashSet<WrapperName>.Empty);

    private static readonly SymbolDisplayFormat QualifiedName = new(
        SymbolDisplayGlobalNamespaceStyle.Omitted,
        SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces
    );

    private readonly ILookup<string, DeclaredWrapper> _listed = listed.ToLookup(w => w.Member);

    /// <summary>The names of the methods that the additional file lists.</summary>
    public ImmutableHashSet<string> Names { get; } = listed.Select(w => w.Member).ToImmutableHashSet();

    /// <summary>The wrappers that additional files list.</summary>
    public static ImmutableArray<DeclaredWrapper> ListedIn(ImmutableArray<AdditionalText> files, CancellationToken cancellation) =>
        files.Where(IsList).Select(f => f.GetText(cancellation)).OfType<SourceText>().SelectMany(t => Parse(t).Wrappers).ToImmutableArray();

    public static bool IsList(AdditionalText file) => Path.GetFileName(file.Path).Equals(FileName, StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads a file of wrappers, one a line; empty lines and those that begin with # say nothing.</summary>
    public static (ImmutableArray<DeclaredWrapper> Wrappers, ImmutableArray<MalformedLine> Malformed) Parse(SourceText text)
    {
        var wrappers = ImmutableArray.CreateBuilder<DeclaredWrapper>();
        var malformed = ImmutableArray.CreateBuilder<MalformedLine>();
        foreach (var line in text.Lines)
        {
            var content = line.ToString();
            var trimmed = content.Trim();
            if (trimmed.Length == 0 || trimmed[0] == '#')
                continue;

            var problem = Read(trimmed, out var wrapper);
            if (wrapper is not null)
                wrappers.Add(wrapper);
            else
                malformed.Add(
                    new(new TextSpan(line.Start + content.IndexOf(trimmed, StringComparison.Ordinal), trimmed.Length), trimmed, problem!)
                );
        }

        return (wrappers.ToImmutable(), malformed.ToImmutable());
    }

    /// <summary>True for a method that the project says is no wrapper, neither by declaration nor by what it does.</summary>
    public bool IsExcluded(IMethodSymbol method) =>
        !excluded.IsEmpty
        && method.ContainingType?.OriginalDefinition.ToDisplayString(QualifiedName) is { } type
        && excluded.Contains(new(type, method.Name));

    /// <summary>What a method is declared to be, by attribute or in the file.</summary>
    public DeclaredWrapper? Find(IMethodSymbol method)
    {
        for (var declared = method; declared is not null; declared = declared.OverriddenMethod)
        {
            foreach (var wrapper in _listed[declared.Name])
            {
                if (wrapper.Type == declared.ContainingType?.OriginalDefinition.ToDisplayString(QualifiedName))
                    return wrapper;
            }

            foreach (var attribute in declared.GetAttributes())
            {
                if (attribute.AttributeClass?.Name == "AcquiresLockAttribute")
                    return new("", declared.Name, Releases: false, Exclusively(attribute));
                if (attribute.AttributeClass?.Name == "ReleasesLockAttribute")
                    return new("", declared.Name, Releases: true, null);
            }
        }

        return null;
    }

    private static string? Read(string line, out DeclaredWrapper? wrapper)
    {
        wrapper = null;
        var words = line.Split(new[] { ' ', '\t' }, StringSplitOptions.RemoveEmptyEntries);
        if (WrapperName.Read(words[0]) is not var (type, member))
            return "it does not begin with '[Namespace.Type]::Member'";

        words = words.Skip(1).ToArray();
        if (words.Length == 0 || words[0] is not ("acquire" or "release"))
            return words.Length == 0 ? "'acquire' or 'release' is missing" : $"'{words[0]}' is neither 'acquire' nor 'release'";

        var releases = words[0] == "release";
        if (words.Length == 1 && !releases)
            return "'shared' or 'exclusive' is missing";
        if (words.Length > 1 && words[1] is not ("shared" or "exclusive"))
            return $"'{words[1]}' is neither 'shared' nor 'exclusive'";
        if (words.Length > 2)
            return $"'{words[2]}' is one word too many";

        wrapper = new(type, member, releases, words.Length == 1 ? null : words[1] == "exclusive");
        return null;
    }

    /// <summary>The mode that an attribute names, as a member of an enum or a text; null where the method's arguments decide.</summary>
    private static bool? Exclusively(AttributeData attribute)
    {
        var mode = attribute.ConstructorArguments.FirstOrDefault();
        var name =
            mode.Kind == TypedConstantKind.Enum
                ? mode.Type!.GetMembers()
                    .OfType<IFieldSymbol>()
                    .FirstOrDefault(f => f.HasConstantValue && Equals(f.ConstantValue, mode.Value))
                    ?.Name
            : mode.Kind == TypedConstantKind.Primitive ? mode.Value as string
            : null;
        return name?.ToLowerInvariant() switch
        {
            "exclusive" or "write" => true,
            "shared" or "read" => false,
            _ => null,
        };
    }
}
