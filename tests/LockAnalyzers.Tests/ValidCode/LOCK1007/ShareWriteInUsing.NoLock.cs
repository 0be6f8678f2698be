// Block and clock end like lock, and are other words.
using System;
using System.IO;

namespace ValidCode.LOCK1007
{
    public static class Builder
    {
        public static void Build(string clockFile, string blockFile, Action build)
        {
            using (new FileStream(clockFile, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Write))
            using (new FileStream(blockFile, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Write))
            {
                build();
            }
        }
    }
}
