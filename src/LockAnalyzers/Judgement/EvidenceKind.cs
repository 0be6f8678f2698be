namespace LockAnalyzers.Judgement;

/// <summary>Why a shared lock was meant to be exclusive, strongest reason first.</summary>
internal enum EvidenceKind
{
    OtherPlatform,
    Write,
    Name,
    ExcludesNobody,
    Setting,
}
