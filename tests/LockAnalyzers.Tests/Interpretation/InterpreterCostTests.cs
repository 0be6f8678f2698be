using System.Collections.Immutable;
using System.Text;
using LockAnalyzers.Interpretation;
using LockAnalyzers.Recognition;
using LockAnalyzers.Recognition.Naming;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace LockAnalyzers.Tests.Interpretation;

/// <summary>What the interpretation of a very large body costs, counted in the blocks that it may read.</summary>
public sealed class InterpreterCostTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_body_of_five_thousand_blocks_is_finished_or_left_alone(bool isBranching)
    {
        var source = new StringBuilder(BodyWriter.Preamble).AppendLine("static void Large(int fd0, Action work) {");
        for (var i = 0; i < 1_000; i++)
            source.AppendLine(
                isBranching
                    ? "if (Chance) { flock(fd0, LOCK_EX); } else { work(); } if (Chance) flock(fd0, LOCK_UN);"
                    : "if (flock(fd0, LOCK_EX) != 0) return; try { work(); } finally { flock(fd0, LOCK_UN); }"
            );
        var tree = CSharpSyntaxTree.ParseText(source.AppendLine("} }").ToString());
        var compilation = CSharpCompilation.Create(
            "large",
            [tree],
            [MetadataReference.CreateFromFile(typeof(object).Assembly.Location)],
            new(OutputKind.DynamicallyLinkedLibrary)
        );

        var bodies = new LockCompilation(
            compilation,
            ImmutableDictionary<SyntaxTree, FileTopics>.Empty.Add(tree, FileTopics.Calls),
            DeclaredWrappers.None
        ).BodiesIn(tree, CancellationToken.None);

        Assert.All(bodies, body => Assert.NotEmpty(body.Calls));
    }
}
