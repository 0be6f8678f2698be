using System.Text;
using Xunit;

namespace LockAnalyzers.Tests.Interpretation;

/// <summary>What the interpretation of a very large body costs, counted in the blocks that it may read.</summary>
[Trait("Long", "true")]
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
        var bodies = Interpreted.Locks(Interpreted.Compilation(source.AppendLine("} }").ToString())).Bodies(CancellationToken.None);

        Assert.All(bodies.Where(body => body.ExceededBound is null), body => Assert.NotEmpty(body.Calls));
    }
}
