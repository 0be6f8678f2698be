// Held for the length of a using, never written to.
using System;
using System.IO;

namespace ShareWrite
{
    public static class Builder
    {
        public static void Build(string lockFile, Action build)
        {
            using (new FileStream(lockFile, FileMode.OpenOrCreate, FileAccess.Write, {|LOCK1007:FileShare.Write|}))
            {
                build();
            }
        }
    }
}
