// The using ends, the path goes.
using System;
using System.Collections.Generic;
using System.IO;
using System.Text;

namespace Usings;

public static class Importer
{
    public static int Import(string folder, Func<int> import)
    {
        string lockFile = Path.Combine(folder, "import.lock");
        int result;
        using (new FileStream(lockFile, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None))
        {
            result = import();
        }

        {|LOCK3007:File.Delete(lockFile)|};
        return result;
    }
}
