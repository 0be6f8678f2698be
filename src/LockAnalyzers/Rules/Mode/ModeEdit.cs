namespace LockAnalyzers.Rules.Mode;

/// <summary>How a fix changes what a mode rule reports.</summary>
internal enum ModeEdit
{
    /// <summary>No edit is certain to be right.</summary>
    None,

    /// <summary>Adds a flag to the others.</summary>
    Add,

    /// <summary>Writes a constant where a value is spelled.</summary>
    Replace,

    /// <summary>Removes bits.</summary>
    Remove,

    /// <summary>Gives a constant another number.</summary>
    Renumber,

    /// <summary>Passes a wrapper the argument by which it locks exclusively.</summary>
    AskWrapper,
}
