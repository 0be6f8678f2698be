namespace LockAnalyzers.Tests.Metamorphic;

/// <summary>
/// What relations do not keep, each with the reason. Every entry must differ: what comes to be kept must leave this list.
/// </summary>
internal static class KnownRelationLimits
{
    private static readonly RelationLimit[] s_all =
    [
        new(
            "types in two parts",
            "a file without the words of locks is not read: it calls the native method by a name of its author's, declared in the other part",
            Cases:
            [
                "Corpus/LOCK1004/TryRunBody.cs",
                "Corpus/LOCK1006/ReservedAtUnlock.cs",
                "Corpus/LOCK2001/HighHalfForgotten.cs",
                "Corpus/LOCK2002/MaskedLength.cs",
                "Corpus/LOCK2003/NamedZero.cs",
                "Corpus/LOCK2005/NamedSize.cs",
                "Corpus/LOCK3001/BoolAndDirty.cs",
                "Corpus/LOCK3001/CatchReturns.cs",
                "Corpus/LOCK3001/StoppedLoop.cs",
                "Corpus/LOCK3002/EachItem.cs",
                "Corpus/LOCK3002/OfdConvertBetween.cs",
                "Corpus/LOCK3003/CheckedInsideTry.cs",
                "Corpus/LOCK3003/LockfTlockFalse.cs",
                "Corpus/LOCK3004/CreateFileLeak.cs",
                "Corpus/LOCK3004/OfdTuple.cs",
                "Corpus/LOCK3006/CloseHandleOnly.cs",
                "Corpus/LOCK3006/CloseOnAllExits.cs",
                "Corpus/LOCK3008/CloseHandleFirst.cs",
            ]
        ),
        new(
            "types in two parts",
            "a deletion is looked for only in files that call a lock function or open a lock file",
            Cases:
            [
                "Corpus/LOCK3007/AsyncDispose.cs",
                "Corpus/LOCK3007/AsyncRelease.cs",
                "Corpus/LOCK3007/ConstPidfile.cs",
                "Corpus/LOCK3007/DeleteAfterUnlock.cs",
                "Corpus/LOCK3007/DeleteBeforeClose.cs",
                "Corpus/LOCK3007/DeleteBeforeUnlock.cs",
                "Corpus/LOCK3007/DescriptorInField.cs",
                "Corpus/LOCK3007/DisposePattern.cs",
                "Corpus/LOCK3007/DisposeUnlockCloseDelete.cs",
                "Corpus/LOCK3007/ExistsThenDelete.cs",
                "Corpus/LOCK3007/LockRegionThenDelete.cs",
                "Corpus/LOCK3007/StreamName.cs",
                "Corpus/Mixed/PidDaemon.cs",
            ]
        ),
        new(
            "types in two parts",
            "the unlock, which tells what the type does with its lock, is in a part that spells no lock word",
            Cases:
            [
                "Corpus/LOCK1001/EntryPointAlias.cs",
                "Corpus/LOCK1001/FileMutex.cs",
                "Corpus/LOCK1001/InstallerBarrier.cs",
                "Corpus/LOCK1001/PartialLatch.cs",
                "Corpus/LOCK1002/PointerZero.cs",
            ]
        ),
        new(
            "numbers to constants",
            "LOCK1002 is about a bare number: one that has a name is stated",
            Cases:
            [
                "Corpus/LOCK1002/BareZero.cs",
                "Corpus/LOCK1002/HexZero.cs",
                "Corpus/LOCK1002/NamedArgument.cs",
                "Corpus/LOCK1002/PointerZero.cs",
            ]
        ),
        new(
            "constants to numbers",
            "a number is of no API: LOCK1005 needs the name",
            Cases:
            [
                "Corpus/LOCK1005/LockfWithFlockConstant.cs",
                "Corpus/LOCK1005/UnixFlagToWindows.cs",
                "Corpus/LOCK1005/WindowsFlagToUnix.cs",
            ]
        ),
        new(
            "names that say nothing",
            "what a variable is called is the evidence that its file is a lock",
            Cases:
            [
                "Corpus/LOCK1007/HandedToConstructor.cs",
                "Corpus/LOCK1007/NamedShare.cs",
                "Corpus/LOCK1007/RetryWithShare.cs",
                "Corpus/LOCK1007/ShareReadWrite.cs",
                "Corpus/LOCK1007/ShareWriteInUsing.cs",
                "Corpus/LOCK1007/StreamOptions.cs",
                "Corpus/LOCK3007/RuntimeDeleteAfter.cs",
            ]
        ),
        new(
            "handles through a local",
            "the path of the handle's stream is lost in the local",
            Cases: ["Corpus/LOCK3007/FileInfoDelete.cs"]
        ),
        new(
            "handles through a field",
            "a handle in a field outlives the method: others may close it",
            Cases: ["Corpus/LOCK3004/ClosesForOneError.cs", "Corpus/LOCK3004/TryOpenNull.cs"]
        ),
        new(
            "handles through a property",
            "a property of the source is not looked into: its value is another one each time",
            Cases:
            [
                "Corpus/LOCK1001/AuditTrail.cs",
                "Corpus/LOCK1001/BitmapAllocator.cs",
                "Corpus/LOCK1001/JournalReset.cs",
                "Corpus/LOCK3002/OwnAcquireReleasePair.cs",
                "Corpus/LOCK3007/FileInfoDelete.cs",
                "Corpus/LOCK3008/DisposeMethodOrder.cs",
                "Corpus/LOCK3009/AsyncBuffered.cs",
                "Corpus/Mixed/ConfigEditor.cs",
            ]
        ),
        new(
            "native calls behind a one-line helper",
            "the flags are an argument of a wrapper, which is judged by itself",
            Ids: ["LOCK1001", "LOCK1002", "LOCK1003", "LOCK1004", "LOCK1005", "LOCK1006"]
        ),
        new(
            "native calls behind a one-line helper",
            "the range is an argument of a wrapper",
            Ids: ["LOCK2001", "LOCK2002", "LOCK2003", "LOCK2004", "LOCK2005"]
        ),
        new(
            "native calls behind a one-line helper",
            "what a wrapper of the lock and a wrapper of the unlock do together is known only in part",
            Ids: ["LOCK3001", "LOCK3002", "LOCK3003", "LOCK3004", "LOCK3006", "LOCK3007", "LOCK3008", "LOCK3009"]
        ),
        new(
            "files in another order, one for each type",
            "a finalizer is looked at only in files that are about locks, and the lock is behind an interface in another",
            Cases: ["Corpus/LOCK5007/LockBehindInterface.cs"]
        ),
        new(
            "types in two parts",
            "a declaration in a part that spells no lock function is not compared with it",
            Cases: ["Corpus/LOCK5001/ByValue.cs", "Corpus/LOCK5006/LinuxNumbers.cs"]
        ),
        new(
            "constants to numbers",
            "LOCK1002 is about a bare number: the constant has stated what is meant",
            Cases: ["ValidCode/LOCK1001/SharedAndExclusiveGuards.cs"]
        ),
        new(
            "names that say nothing",
            "what a field of a structure is called tells which field of OVERLAPPED it is",
            Cases: ["Corpus/LOCK5001/CopiedFromLockFile.cs"]
        ),
        new(
            "native calls behind a one-line helper",
            "where the handle or the record comes from is known to the caller, and the native call stands in the wrapper",
            Ids: ["LOCK5002", "LOCK5004", "LOCK5006"]
        ),
        new(
            "handles through a property",
            "that the file is nothing but a lock is asked of the variables that hold it, not of properties",
            Cases: ["ValidCode/LOCK2005/SideFileByte.cs"]
        ),
    ];

    public static IEnumerable<RelationLimit> Of(string relation) => s_all.Where(limit => limit.Relation == relation);
}
